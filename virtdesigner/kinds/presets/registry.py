"""All presets, in the order in which they are offered."""

from collections.abc import Mapping
from itertools import chain

from virtdesigner.kinds.presets import (
    containers,
    generic_machines,
    generic_parts,
    hypervisors_ibm,
    hypervisors_microsoft,
    hypervisors_open,
    hypervisors_parallels,
    hypervisors_vmware,
    hypervisors_xen,
    servers,
    services,
)
from virtdesigner.kinds.presets.preset import Period, Preset, by_id

PRESETS: Mapping[str, Preset] = by_id(
    chain(
        hypervisors_vmware.PRESETS,
        hypervisors_microsoft.PRESETS,
        hypervisors_parallels.PRESETS,
        hypervisors_xen.PRESETS,
        hypervisors_open.PRESETS,
        hypervisors_ibm.PRESETS,
        containers.PRESETS,
        servers.PRESETS,
        generic_machines.PRESETS,
        generic_parts.PRESETS,
        services.PRESETS,
    )
)
"""Id to preset."""


def presets(kind: str, period: Period = "today") -> tuple[Preset, ...]:
    """What is offered for an element kind, or for a part (`part:Nic`), as of a period."""
    return tuple(preset for preset in PRESETS.values() if preset.kind == kind and preset.current(period))


def preset(id: str) -> Preset:
    """The preset with an id. Raises KeyError when there is none, as for one of a newer program."""
    return PRESETS[id]
