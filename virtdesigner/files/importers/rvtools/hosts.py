"""Servers of an export: vHost, with their adapters from vNIC and vHBA."""

import re
from collections.abc import Iterable, Mapping

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.columns import Row
from virtdesigner.files.importers.rvtools.facts import HostFacts, PortFacts
from virtdesigner.files.importers.rvtools.sheets import Sheets

_VERSION = re.compile(r"\d+(\.\d+)+")
_FIBRE = "fibre channel"
_BYTES = 2.0**20

HostKey = tuple[str, str]
"""Source and name (in one case) of a host."""


def host_key(source: str, name: str) -> HostKey:
    """What a host is looked up by: names of hosts are the same in any case."""
    return source, name.casefold()


def read_hosts(sheets: Sheets, notes: Notes) -> dict[HostKey, HostFacts]:
    """The servers that have a row in vHost, by key."""
    hosts: dict[HostKey, HostFacts] = {}
    for row in sheets["vHost"]:
        host = _host(row)
        key = host_key(host.source, host.name)
        if not host.name or key in hosts:
            notes.warn("rvtools-host-skipped", row.where, name=host.name)
        else:
            hosts[key] = host
    _add_ports(hosts, sheets)
    _add_fibre_ports(hosts, sheets)
    _fill_memory(hosts.values(), sheets)
    return hosts


def _host(row: Row) -> HostFacts:
    ports = row.number("# NICs")
    version = _VERSION.search(row.text("ESX Version"))
    return HostFacts(
        source=row.source,
        name=row.text("Host"),
        datacenter=row.text("Datacenter"),
        cluster=row.text("Cluster"),
        sockets=row.positive("# CPU"),
        cores_per_socket=row.positive("Cores per CPU"),
        cores=row.positive("# Cores"),
        clock=row.positive("Speed"),
        hyperthreading=row.flag("HT Active"),
        maintenance=row.flag("in Maintenance Mode"),
        memory=row.positive("# Memory"),
        cpu_usage=row.positive("CPU usage %"),
        port_count=int(ports) if ports is not None and 0 < ports < 100 else None,
        version=version.group() if version else "",
        model=" ".join(filter(None, (row.text("Vendor"), row.text("Model")))),
    )


def _by_host(rows: Iterable[Row], hosts: Mapping[HostKey, HostFacts]) -> Iterable[tuple[HostFacts, Row]]:
    for row in rows:
        key = host_key(row.source, row.text("Host"))
        if key in hosts:
            yield hosts[key], row


def _add_ports(hosts: Mapping[HostKey, HostFacts], sheets: Sheets) -> None:
    for host, row in _by_host(sheets["vNIC"], hosts):
        name = row.text("Network Device")
        if name and all(port.name != name for port in host.ports):
            host.ports.append(PortFacts(name, row.number("Speed"), row.text("Switch")))


def _add_fibre_ports(hosts: Mapping[HostKey, HostFacts], sheets: Sheets) -> None:
    for host, row in _by_host(sheets["vHBA"], hosts):
        if _FIBRE in row.text("Type").casefold():
            host.fibre_ports.append(row.text("Device") or f"vmhba{len(host.fibre_ports)}")


def _fill_memory(hosts: Iterable[HostFacts], sheets: Sheets) -> None:
    """Where vHost doesn't say, a host has its part of vCluster's TotalMemory, which is in bytes."""
    clusters: dict[str, float] = {}
    for row in sheets["vCluster"]:
        total, count = row.positive("TotalMemory"), row.positive("NumHosts")
        if total and count:
            clusters[row.text("Name") or row.text("Cluster")] = total / _BYTES / count
    for host in hosts:
        host.memory = host.memory or clusters.get(host.cluster)
