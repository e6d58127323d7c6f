"""Fixes that set a field."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from virtdesigner.kinds import CloudService, ResourcePool
from virtdesigner.model import edits
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import DiskGroup, GuestMemory, NamedPart, Processor, Workload
from virtdesigner.model.vlan_ids import corrected, with_vlan
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.guests import WIDEST

Fix = Callable[[Design, Finding], Sequence[Change]]
"""Makes the edit that mends a finding; no changes where it can't be done without asking."""


def with_value(design: Design, id: str, path: str, value: Any) -> Sequence[Change]:
    """Set a field of an element, or of a part that it has one of ("memory.size")."""
    element = design.elements[id]
    name, _, inner = path.partition(".")
    return edits.replace(
        design, element, **{name: getattr(element, name).replace(**{inner: value}) if inner else value}
    )


def with_part(
    design: Design, id: str, name: str, part_type: type[NamedPart], **values: Any
) -> Sequence[Change]:
    """Set fields of the named parts of a type that are called `name`."""
    element = design.elements[id]
    field = next(f for f in type(element).model_fields if _holds(element, f, part_type, name))
    parts = tuple(part.replace(**values) if part.name == name else part for part in getattr(element, field))
    return edits.replace(design, element, **{field: parts})


def _holds(element: Any, field: str, part_type: type[NamedPart], name: str) -> bool:
    value = getattr(element, field)
    return isinstance(value, tuple) and any(isinstance(p, part_type) and p.name == name for p in value)


def _to(value: Any) -> Fix:
    """Set the field that the finding points at to a value."""
    return lambda design, finding: with_value(design, finding.elements[0], finding.field, value)


def _to_parameter(name: str) -> Fix:
    """Set the field that the finding points at to what the finding says."""
    return lambda design, finding: with_value(
        design, finding.elements[0], finding.field, finding.message[name]
    )


def _lower_limit(name: str) -> Fix:
    """Lower a limit to what the finding says, and a reservation above it too."""

    def fix(design: Design, finding: Finding) -> Sequence[Change]:
        element, part = design.elements[finding.elements[0]], finding.field.partition(".")[0]
        limit = float(finding.message[name])
        claim = getattr(element, part)
        lowered = claim.replace(limit=limit, reservation=min(claim.reservation, limit))
        return edits.replace(design, element, **{part: lowered})

    return fix


def _to_4_gib(design: Design, finding: Finding) -> Sequence[Change]:
    element = design.elements[finding.elements[0]]
    (memory,) = element.carried(GuestMemory)
    limit = None if memory.limit is None else min(memory.limit, WIDEST)
    smaller = memory.replace(size=WIDEST, reservation=min(memory.reservation, WIDEST), limit=limit)
    return edits.replace(design, element, memory=smaller)


def _within_a_socket(design: Design, finding: Finding) -> Sequence[Change]:
    """Take the vCPUs that a socket doesn't have, unless the workload needs them."""
    element, cores = design.elements[finding.elements[0]], int(finding.message["cores"])
    wanted = sum(workload.cpu for workload in element.carried(Workload))
    return with_value(design, element.id, finding.field, cores) if wanted <= cores else ()


def _raise_pool(design: Design, finding: Finding) -> Sequence[Change]:
    """Raise a pool's reservation to what is reserved in it, unless its own limit forbids that."""
    pool, part = design.elements[finding.elements[0]], finding.field.partition(".")[0]
    assert isinstance(pool, ResourcePool)
    claim, reserved = getattr(pool, part), finding.message["reserved"]
    fits = claim.limit is None or reserved <= claim.limit
    return with_value(design, pool.id, finding.field, reserved) if fits else ()


def _switch_on_a_server(design: Design, _: Finding) -> Sequence[Change]:
    off = (element.id for element, _ in design.carrying(Processor))
    first = next(off, None)
    return with_value(design, first, "powered_on", True) if first else ()


def _hardware_assist(design: Design, finding: Finding) -> Sequence[Change]:
    return with_value(design, str(finding.message["host"]), "processor.hardware_assist", True)


def _whole_disks(design: Design, finding: Finding) -> Sequence[Change]:
    return with_part(
        design, str(finding.message["store"]), str(finding.message["group"]), DiskGroup, failed_disks=0
    )


def _enough_disks(design: Design, finding: Finding) -> Sequence[Change]:
    said = finding.message
    return with_part(design, str(said["store"]), str(said["group"]), DiskGroup, disks=said["needed"])


def _allow_vlan(design: Design, finding: Finding) -> Sequence[Change]:
    switch, vlan = str(finding.message["switch"]), int(finding.message["vlan"])
    allowed = getattr(design.elements[switch], "vlans", "all")
    return with_value(design, switch, "vlans", with_vlan(allowed, vlan))


def _correct_vlans(design: Design, finding: Finding) -> Sequence[Change]:
    element = design.elements[finding.elements[0]]
    kept = corrected(getattr(element, "vlans", ""))
    return with_value(design, element.id, "vlans", kept) if kept else ()


def _raise_maximum(design: Design, finding: Finding) -> Sequence[Change]:
    return with_value(design, finding.elements[0], "scaling.maximum", finding.message["minimum"])


def _leave_a_gap(design: Design, finding: Finding) -> Sequence[Change]:
    service = design.elements[finding.elements[0]]
    assert isinstance(service, CloudService)
    half = service.scaling.out_above / 2 if service.scaling else 0.0
    return with_value(design, service.id, "scaling.in_below", half)


def _delete(design: Design, finding: Finding) -> Sequence[Change]:
    return edits.delete(design, finding.elements[:1])


VALUES: Mapping[str, Fix] = MappingProxyType(
    {
        "no-server": _switch_on_a_server,
        "wider-than-host": _to_parameter("threads"),
        "wider-than-socket": _within_a_socket,
        "cpu-reservation-over-limit": _to_parameter("limit"),
        "cpu-reservation-not-kept": _to(0.0),
        "memory-reservation-over-limit": _to_parameter("limit"),
        "memory-reservation-over-size": _to_parameter("size"),
        "memory-limit-below-size": _to(None),
        "no-guest-tools": _to(True),
        "trace-unused": _to("trace"),
        "batch-without-work": _to(spec(Workload, "work").default),
        "beyond-32-bits": _to_4_gib,
        "application-fault": _to("none"),
        "system-fault": _to("none"),
        "host-off-with-guests": _to(True),
        "maintenance-with-guests": _to(False),
        "swap-lun-not-visible": _to(None),
        "no-hardware-assist": _hardware_assist,
        "nested-paging-unused": _to(True),
        "drivers-without-system": _to("monolithic"),
        "kernel-of-another": _to("unmodified"),
        "container-other-kernel": _to_parameter("host_family"),
        "cpu-limit-not-held": _to(None),
        "memory-limit-not-held": _to(None),
        "cpu-limit-over-guest": _lower_limit("vcpus"),
        "memory-limit-over-guest": _lower_limit("size"),
        "pool-empty": _delete,
        "pool-cpu-over-reserved": _raise_pool,
        "pool-memory-over-reserved": _raise_pool,
        "no-direct-io": _to(True),
        "too-many-cables": _to_parameter("cables"),
        "vlan-not-carried": _allow_vlan,
        "vlan-cut": _allow_vlan,
        "vlan-out-of-range": _correct_vlans,
        "mtu-mismatch": _to_parameter("needed"),
        "too-few-disks": _enough_disks,
        "disk-group-degraded": _whole_disks,
        "disk-group-lost": _whole_disks,
        "scaling-minimum-over-maximum": _raise_maximum,
        "scaling-flaps": _leave_a_gap,
    }
)
"""Code to its fix."""
