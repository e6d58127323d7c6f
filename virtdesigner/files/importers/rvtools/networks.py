"""Virtual switches and port groups of an export: vSwitch, vPort, dvSwitch, dvPort."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from virtdesigner.files.importers.rvtools.columns import Row
from virtdesigner.files.importers.rvtools.facts import GroupFacts, SwitchFacts
from virtdesigner.files.importers.rvtools.hosts import HostKey, host_key
from virtdesigner.files.importers.rvtools.sheets import Sheets

GUEST_TAGS = 4095
"""VLAN id of a port group that passes tags on to the guest."""

_LAST_VLAN = 4094
_SPLIT = re.compile(r"[,;\s]+")


@dataclass
class Networks:
    """Switches and port groups: those of one host by its key, distributed ones by source alone."""

    switches: dict[HostKey, dict[str, SwitchFacts]] = field(default_factory=dict)
    groups: dict[HostKey, dict[str, GroupFacts]] = field(default_factory=dict)

    def switch(self, key: HostKey, name: str) -> SwitchFacts | None:
        """A switch of a host, or the distributed one of that name."""
        for owner in (key, (key[0], "")):
            if found := self.switches.get(owner, {}).get(name):
                return found
        return None

    def group(self, key: HostKey, name: str) -> GroupFacts | None:
        """A port group of a host, or the distributed one of that name."""
        for owner in (key, (key[0], "")):
            if found := self.groups.get(owner, {}).get(name):
                return found
        return None


def read_networks(sheets: Sheets, hosts_of_names: Mapping[tuple[str, str], str]) -> Networks:
    """All switches and port groups.

    hosts_of_names: source and machine's name to its host, for tabs that list ports by machine.
    """
    networks = Networks()
    for row in sheets.rows("vSwitch", "dvSwitch", "vPort", "dvPort"):
        distributed = row.table.name.startswith("dv")
        host = "" if distributed else row.text("Host") or hosts_of_names.get((row.source, row.text("VM")), "")
        if host or distributed:
            _add_switch(networks, row, host)
            _add_group(networks, row, host)
    return networks


def _add_switch(networks: Networks, row: Row, host: str) -> None:
    name = row.text("Switch") or (row.text("Name") if row.table.name == "dvSwitch" else "")
    if not name:
        return
    known = networks.switches.setdefault(host_key(row.source, host), {})
    switch = known.setdefault(name, SwitchFacts(host, name))
    switch.mtu = switch.mtu or row.positive("MTU") or row.positive("Max MTU")
    switch.members = switch.members or _names(row.text("Host members"))
    switch.uplinks = switch.uplinks or _names(row.text("Uplinks"))


def _add_group(networks: Networks, row: Row, host: str) -> None:
    name = row.text("Port Group") or (row.text("Port") if row.table.name == "dvPort" else "")
    if not name or "uplink" in row.text("Type").casefold() or "-DVUplinks-" in name:
        return
    known = networks.groups.setdefault(host_key(row.source, host), {})
    known.setdefault(name, GroupFacts(host, row.text("Switch"), name, vlan_id(row.text("VLAN"))))


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _SPLIT.split(text)))


def vlan_id(text: str) -> int:
    """The VLAN of a port group: a number, a range of them (the guest tags), or none (0)."""
    numbers = [int(digits) for digits in re.findall(r"\d+", text)]
    if not numbers or max(numbers) > GUEST_TAGS:
        return 0
    if len(numbers) > 1 or numbers[0] > _LAST_VLAN:
        return GUEST_TAGS
    return numbers[0]
