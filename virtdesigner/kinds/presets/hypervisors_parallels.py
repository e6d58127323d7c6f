"""Hypervisors of Parallels: Workstation and Desktop."""

from virtdesigner.kinds.presets.hypervisors import hosted, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, estimated, published
from virtdesigner.model.parts import LiveChanges

_GROUP = "Parallels"
_WHOLE = estimated(
    "memory_policy memory_policy.idle_tax memory_policy.system",
    "VMs have their memory whole and locked; no means takes it back.",
)

PRESETS: tuple[Preset, ...] = (
    hypervisor(
        "parallels-2",
        "Parallels Workstation 2",
        _GROUP,
        (2005, 2007),
        hosted("parallels", "2.x", "binary-translation"),
        memory(128),
        LiveChanges(shares=False),
        published(
            "virtualisation",
            "A lightweight hypervisor beside a primary OS; uses VT-x or SVM where they are.",
            "Parallels Workstation 2.2 user guide",
        ),
        estimated("live_changes", "Nothing changes while a VM runs."),
        published("since", "Released on 8 December 2005.", "Grokipedia, Parallels Workstation"),
        estimated("until", "Later versions were 3 and 4."),
        _WHOLE,
        note="Parallels Desktop for Mac is the same core, released on 15 June 2006.",
    ),
    hypervisor(
        "parallels-20",
        "Parallels Desktop 20",
        _GROUP,
        (2024, None),
        hosted("parallels", "20", "hardware-assisted", nested_paging=True),
        memory(128),
        LiveChanges(shares=False),
        estimated("virtualisation", "A program of macOS that uses the CPU's virtualisation."),
        estimated("live_changes", "Nothing changes while a VM runs."),
        estimated("since", "Released in September 2024."),
        _WHOLE,
        note="On Macs with Apple silicon it runs Arm guests.",
    ),
)
