"""Container engines."""

from virtdesigner.kinds.presets.preset import Preset, Source, estimated, published, whole
from virtdesigner.model.parts import ContainerRuntime

_SYSTEM = estimated("runtime.system", "Its daemon and tools, of middling size.")


def _engine(
    product: str,
    label: str,
    group: str,
    years: tuple[int, int | None],
    runtime: dict[str, object],
    *sources: Source,
    note: str = "",
) -> Preset:
    return Preset(
        id=f"{product}-{years[0]}" if years[1] else product,
        kind="container-engine",
        label=label,
        group=group,
        since=years[0],
        until=years[1],
        values=whole(runtime=ContainerRuntime.model_validate({"product": product, **runtime})),
        sources=(*sources, _SYSTEM),
        note=note,
    )


_ZONES = "Sun, Solaris Containers: Resource Management and Solaris Zones Developer's Guide"

PRESETS: tuple[Preset, ...] = (
    _engine(
        "linux-vserver",
        "Linux-VServer 2",
        "Linux-VServer project",
        (2001, None),
        {"version": "2", "limits_memory": True, "limits_cpu": True, "system": 16.0},
        estimated("runtime", "A token bucket bounds the CPU, resource limits bound the memory."),
        estimated("since", "First released in 2001."),
        note="Needs a patched kernel; its scheduler gives each container tokens.",
    ),
    _engine(
        "virtuozzo",
        "Virtuozzo",
        "Virtuozzo",
        (2001, None),
        {"version": "", "limits_memory": True, "limits_cpu": True, "system": 128.0},
        published("runtime", "OpenVZ is its core.", "OpenVZ kernel release notes (2008)"),
        estimated("since", "First released in 2001."),
    ),
    _engine(
        "openvz",
        "OpenVZ",
        "Virtuozzo",
        (2005, None),
        {"version": "", "limits_memory": True, "limits_cpu": True, "system": 64.0},
        published(
            "runtime",
            "Primary controllers account for and limit each container's resources.",
            "OpenVZ wiki, Resource management",
        ),
        published("since", "Released in 2005.", "Wikipedia, OpenVZ"),
        note="Needs its own kernel; all containers share its version.",
    ),
    _engine(
        "solaris",
        "Solaris Containers (2005)",
        "Sun",
        (2005, 2008),
        {"version": "Solaris 10", "limits_memory": False, "limits_cpu": False, "system": 128.0},
        published(
            "runtime",
            "Shares by the fair share scheduler; a cap on the CPU came with Solaris 10 5/08.",
            _ZONES,
        ),
        estimated("since until", "Solaris 10 came in January 2005."),
    ),
    _engine(
        "solaris",
        "Solaris Containers",
        "Oracle",
        (2008, None),
        {"version": "Solaris 10 5/08 and later", "limits_memory": True, "limits_cpu": True, "system": 128.0},
        published("runtime.limits_cpu", "zone.cpu-cap: 100 means one CPU.", _ZONES),
        published("runtime", "Swap, locked and capped memory are bounded for a zone.", _ZONES),
        published("since", "Solaris 10 5/08.", _ZONES),
    ),
    _engine(
        "lxc",
        "LXC",
        "linuxcontainers.org",
        (2008, None),
        {"version": "", "limits_memory": True, "limits_cpu": True, "system": 16.0},
        published("runtime", "Control groups: cpu.max, memory.max.", "Linux docs, Control Group v2"),
        estimated("since", "First released in August 2008."),
    ),
    _engine(
        "docker",
        "Docker",
        "Docker",
        (2013, None),
        {"version": "", "limits_memory": True, "limits_cpu": True, "system": 128.0},
        published(
            "runtime",
            "Holds a container at --memory and --cpus; without them it has no limits.",
            "Docker docs, Resource constraints",
        ),
        estimated("since", "First released in March 2013."),
    ),
)
