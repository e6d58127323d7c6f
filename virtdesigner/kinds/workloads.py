"""The workload templates of MODELS.md section 9. Every figure in them is an estimate [E], and editable."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from virtdesigner.model.parts import Flow, Workload

Template = Literal[
    "web-server", "oltp-database", "application-server", "file-server", "virtual-desktop",
    "build", "hadoop-worker", "load-generator", "idle",
]  # fmt: skip


class Sizing(NamedTuple):
    """The guest that a template is meant for: vCPUs, load of each (0 to 1), memory (MiB)."""

    vcpus: int
    load: float
    memory: int


SIZINGS: Mapping[str, Sizing] = MappingProxyType(
    {
        "web-server": Sizing(2, 0.35, 4096),
        "oltp-database": Sizing(4, 0.45, 16_384),
        "application-server": Sizing(4, 0.40, 8192),
        "file-server": Sizing(2, 0.20, 4096),
        "virtual-desktop": Sizing(2, 0.12, 4096),
        "build": Sizing(4, 0.95, 8192),
        "hadoop-worker": Sizing(4, 0.80, 16_384),
        "load-generator": Sizing(2, 0.60, 2048),
        "idle": Sizing(1, 0.02, 2048),
    }
)
"""Template to the guest it is meant for. Source: MODELS.md section 9 [E]."""

# One row a template, columns as in MODELS.md section 9: user %; system calls, faults, page-table writes and
# switches in thousands/s of a native core; working set %, dirty MiB/s, writable set MiB, sharable MiB; Mb/s,
# bytes a packet; reads/s, writes/s, KiB, random %. All [E].
_ROWS: Mapping[Template, tuple[float, ...]] = {
    "web-server": (45, 80, 4, 10, 10, 35, 8, 200, 500, 120, 900, 10, 15, 16, 60),
    "oltp-database": (70, 60, 1, 3, 15, 70, 40, 1500, 400, 40, 400, 900, 400, 8, 95),
    "application-server": (88, 15, 1, 4, 5, 60, 60, 1500, 500, 60, 700, 5, 20, 16, 50),
    "file-server": (15, 40, 0.5, 2, 15, 25, 20, 400, 500, 400, 1400, 150, 80, 64, 40),
    "virtual-desktop": (75, 20, 6, 15, 4, 35, 5, 150, 1100, 1, 500, 3, 8, 16, 80),
    "build": (75, 60, 35, 90, 3, 40, 80, 1200, 500, 2, 1000, 30, 80, 32, 50),
    "hadoop-worker": (85, 10, 4, 10, 2, 75, 120, 5000, 500, 500, 1400, 120, 80, 256, 10),
    "load-generator": (50, 120, 0.5, 1, 15, 30, 3, 60, 400, 200, 600, 0, 2, 8, 50),
    "idle": (50, 10, 1, 2, 3, 10, 0.3, 20, 400, 0.05, 300, 0.3, 1, 8, 80),
}

REQUESTS: Mapping[Template, float] = MappingProxyType(
    {
        "web-server": 350.0,
        "oltp-database": 360.0,
        "application-server": 80.0,
        "file-server": 200.0,
        "virtual-desktop": 2.0,
        "build": 2.0,
        "hadoop-worker": 0.1,
        "load-generator": 600.0,
        "idle": 0.2,
    }
)
"""Requests/s at full load [E]: such that one takes what is usual of the CPU in the table. A page or a file
takes 2 ms, a transaction 5, a call 20, a click 120, a compilation 2 s, a task half a minute."""

# fmt: off
_COLUMNS = (
    "user_share", "system_calls", "page_faults", "page_table_writes", "context_switches",
    "working_set", "dirty_rate", "writable_set", "image_size", "rate", "packet",
    "reads", "writes", "block", "random_share",
)
# fmt: on


def _template(name: Template) -> Workload:
    row: dict[str, Any] = dict(zip(_COLUMNS, map(float, _ROWS[name]), strict=True))
    flow = Flow(id="flow0", name="Clients", rate=row.pop("rate"), packet=row.pop("packet"))
    size = SIZINGS[name]
    cpu = round(size.vcpus * size.load, 6)
    return Workload(template=name, cpu=cpu, flows=(flow,), requests=REQUESTS[name], **row)


TEMPLATES: Mapping[str, Workload] = MappingProxyType({name: _template(name) for name in get_args(Template)})
"""Template to its workload at full load, for the guest of SIZINGS."""


def workload(template: str, cpu: float | None = None, vcpus: int | None = None) -> Workload:
    """A template's workload for a guest that wants `cpu` cores, or has `vcpus` at the template's load.

    What goes with the work done (I/O, traffic, pages written) grows with the CPU; the instruction mix, the
    working set and the sizes stay. Raises KeyError for an unknown template.
    """
    whole = TEMPLATES[template]
    wanted = cpu if cpu is not None else (vcpus or SIZINGS[template].vcpus) * SIZINGS[template].load
    factor = wanted / whole.cpu
    scaled = {name: getattr(whole, name) * factor for name in ("dirty_rate", "reads", "writes", "requests")}
    flows = tuple(flow.replace(rate=flow.rate * factor) for flow in whole.flows)
    return whole.replace(cpu=wanted, flows=flows, **scaled)
