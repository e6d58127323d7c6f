"""Words for findings: what is wrong or risky in a design, and what to do about it."""

from collections.abc import Mapping

FINDINGS: Mapping[str, str] = {
    "no-server": "There is no server that is switched on, so nothing can run",
    "nothing-to-run": "Nothing that is switched on carries a workload",
    # guests
    "unplaced-guest": "{element} is not on a hypervisor and will not run",
    "no-workload": "{element} carries no workload",
    "wider-than-host": "{element} has {vcpus} {vcpus:vCPU|vCPUs}, {host} only {threads} "
    "{threads:thread|threads}",
    "cpu-reservation-over-limit": "{element}: CPU reservation of {reservation} cores is above the limit of "
    "{limit}",
    "memory-reservation-over-limit": "{element}: memory reservation of {reservation:MiB} is above the "
    "limit of {limit:MiB}",
    "memory-reservation-over-size": "{element}: memory reservation of {reservation:MiB} is above its size of "
    "{size:MiB}",
    "memory-limit-below-size": "{element}: memory limit of {limit:MiB} is below its size of {size:MiB}",
    "no-guest-tools": "{element} has no guest tools, so {host} can't take memory back by ballooning",
    "trace-missing": "{element} plays a recorded trace but names none",
    "trace-unused": "{element} names a recorded trace but its pattern doesn't play it",
    "batch-without-work": "{element} runs a batch job of no work",
    # hosts
    "vcpu-ratio": "{host}: {vcpus} vCPUs on {cores} {cores:core|cores}, {ratio} to 1; over "
    "{threshold} to 1 guests wait for each other",
    "cpu-over-reserved": "{host}: {reserved} cores are reserved, {capacity} are there",
    "memory-over-allocated": "{host}: memory {share:%} allocated ({allocated:MiB} of {size:MiB})",
    "memory-over-reserved": "{host}: {reserved:MiB} of memory is reserved, {size:MiB} is there for guests",
    "system-memory-over-size": "{hypervisor} keeps {system:MiB} of memory for itself, {host} has {size:MiB}",
    "no-hardware-assist": "{hypervisor} needs VT-x or AMD-V, which {host} doesn't have",
    "host-off-with-guests": "{host} is switched off, with {count} {count:guest|guests} on it that should run",
    "swap-lun-not-visible": "{hypervisor} keeps swap files on {lun}, which {host} doesn't see: {reason}",
    # network
    "adapter-not-connected": "{element}: {adapter} is not plugged in",
    "flow-blocked": "{element}: flow {flow} goes nowhere: {reason}",
    "flows-blocked": "Flows of {count} guests go nowhere: {reason}",
    "switch-without-uplink": "{switch} has no uplink, and {count} {count:guest|guests} on it "
    "{count:talks|talk} beyond it",
    "vlan-not-carried": "{element} is {vlan:vlan}, which {switch} doesn't let through",
    "uplink-not-cabled": "{switch}: its uplink {adapter} of {server} has no cable",
    "standby-only": "{switch} has standby uplinks only",
    "single-uplink": "{switch} has a single uplink; losing it cuts its guests off",
    "too-many-cables": "{switch} has {ports} {ports:port|ports} and {cables} {cables:cable|cables}",
    # storage
    "disk-without-lun": "{element}: {disk} lies on no LUN",
    "lun-without-disk-group": "{lun} is cut from a disk group that {store} doesn't have",
    "lun-not-visible": "{host} doesn't see {lun}, which {count} {count:guest|guests} on it "
    "{count:needs|need}: {reason}",
    "lun-over-allocated": "{lun}: {share:%} of its space is given to disks ({allocated:GiB} of "
    "{capacity:GiB}); thin ones may fill it",
    "lun-too-small": "{lun}: disks that take their whole space need {allocated:GiB}, it has {capacity:GiB}",
    "disk-group-over-allocated": "{store}: LUNs of {allocated:GiB} are cut from {group}, which holds "
    "{usable:GiB} after RAID",
    "too-few-disks": "{store}: RAID {raid} needs {needed} disks, {group} has {disks}",
    "single-path": "{host} has a single path to {store}; losing it cuts its guests off from their disks",
    # what an import made up
    "assumed-element": "{element} was assumed: the source doesn't have it",
    "assumed-fields": "{element}: assumed, not read: {fields}",
    "assumed-link": "{link:A} between {source} and {target} was assumed: the source doesn't have it",
}
"""Code to template."""

FIXES: Mapping[str, str] = {
    "no-server": "Add a server, or switch one on",
    "nothing-to-run": "Give a virtual machine on a hypervisor a workload",
    "unplaced-guest": "Drag it onto a hypervisor",
    "no-workload": "Choose a workload template for it",
    "wider-than-host": "Give it {threads} vCPUs or fewer, or move it to a larger server",
    "cpu-reservation-over-limit": "Lower the reservation or raise the limit",
    "memory-reservation-over-limit": "Lower the reservation or raise the limit",
    "memory-reservation-over-size": "Lower the reservation to its size",
    "memory-limit-below-size": "Raise or clear the limit: it balloons and swaps although {host} has memory",
    "no-guest-tools": "Install guest tools, or expect swapping when memory gets tight",
    "trace-missing": "Choose a trace, or another pattern",
    "trace-unused": "Choose the pattern recorded trace, or clear the trace",
    "batch-without-work": "Set its batch work",
    "vcpu-ratio": "Move guests to another server, or give them fewer vCPUs",
    "cpu-over-reserved": "Lower reservations, or move guests to another server",
    "memory-over-allocated": "Move guests to another server, or give them less memory",
    "memory-over-reserved": "Lower reservations, or move guests to another server",
    "system-memory-over-size": "Lower its system memory, or give {host} more",
    "no-hardware-assist": "Switch it on in the server, or choose binary translation",
    "host-off-with-guests": "Switch it on, or move its guests",
    "swap-lun-not-visible": "Choose a swap LUN that {host} sees",
    "adapter-not-connected": "Drag from it to a VLAN or a virtual switch",
    "switch-without-uplink": "Drag from it to a network adapter of its server",
    "vlan-not-carried": "Allow the VLAN on {switch}",
    "uplink-not-cabled": "Drag from {server} to a physical switch",
    "standby-only": "Make one of them active",
    "single-uplink": "Add a second uplink",
    "too-many-cables": "Raise its ports, or cable some to another switch",
    "disk-without-lun": "Drag from it to a LUN",
    "lun-without-disk-group": "Choose one of the disk groups of {store}",
    "lun-not-visible": "Cable {host} to its storage, or add it to the masking",
    "lun-over-allocated": "Enlarge it, or move disks to another LUN",
    "lun-too-small": "Enlarge it, or move disks to another LUN",
    "disk-group-over-allocated": "Add disks, or shrink the LUNs",
    "too-few-disks": "Add disks, or choose another RAID level",
    "single-path": "Cable a second port",
    "assumed-element": "Check it, or put in what is really there",
    "assumed-fields": "Check them; editing a field takes the mark away",
    "assumed-link": "Check it, or draw what is really there",
}
"""Code to what can be done, for those where something general can be said; same parameters as the finding."""
