"""Words for findings: what is wrong or risky in a design."""

from collections.abc import Mapping

FINDINGS: Mapping[str, str] = {
    "no-server": "There is no server that is switched on, so nothing can run",
    "nothing-to-run": "Nothing that is switched on carries a workload",
    # guests
    "unplaced-guest": "{element} is not placed on anything that runs it, and will not run",
    "no-workload": "{element} carries no workload",
    "wider-than-host": "{element} has {vcpus} {vcpus:vCPU|vCPUs}, {host} only {threads} "
    "{threads:thread|threads}",
    "cpu-reservation-over-limit": "{element}: CPU reservation of {reservation} cores is above the limit of "
    "{limit}",
    "cpu-reservation-not-kept": "{element} reserves cores that its scheduler doesn't keep: it knows "
    "weights and limits",
    "memory-reservation-over-limit": "{element}: memory reservation of {reservation:MiB} is above the "
    "limit of {limit:MiB}",
    "memory-reservation-over-size": "{element}: memory reservation of {reservation:MiB} is above its size of "
    "{size:MiB}",
    "memory-limit-below-size": "{element}: memory limit of {limit:MiB} is below its size of {size:MiB}",
    "no-guest-tools": "{element} has no guest tools, so {host} can't take memory back by ballooning",
    "trace-missing": "{element} plays a recorded trace but names none",
    "trace-unused": "{element} names a recorded trace but its pattern doesn't play it",
    "batch-without-work": "{element} runs a batch job of no work",
    "beyond-32-bits": "{element} is a 32-bit guest and uses no more than 4 GiB of its {size:MiB}",
    "application-fault": "{element}: its application has failed",
    "system-fault": "{element}: its operating system has failed",
    "without-network": "{element} has no network adapter",
    "without-disk": "{element} has no disk",
    # hosts
    "vcpu-ratio": "{host}: {vcpus} vCPUs on {cores} {cores:core|cores}, {ratio} to 1; over "
    "{threshold} to 1 guests wait for each other",
    "cpu-over-reserved": "{host}: {reserved} cores are reserved, {capacity} are there",
    "memory-over-allocated": "{host}: memory {share:%} allocated ({allocated:MiB} of {size:MiB})",
    "memory-over-reserved": "{host}: {reserved:MiB} of memory is reserved, {size:MiB} is there for guests",
    "system-memory-over-size": "{hypervisor} keeps {system:MiB} of memory for itself, {host} has {size:MiB}",
    "wider-than-socket": "{element} has {vcpus} vCPUs, a socket of {host} {cores} {cores:core|cores}: part "
    "of its memory is remote",
    "larger-than-socket": "{element} has {memory:MiB} of memory, a socket of {host} {size:MiB}: part of "
    "it is remote",
    "maintenance-with-guests": "{host} is under maintenance, with {count} {count:guest|guests} on it",
    "host-off-with-guests": "{host} is switched off, with {count} {count:guest|guests} on it that should run",
    "swap-lun-not-visible": "{hypervisor} keeps swap files on {lun}, which {host} doesn't see: {reason}",
    # hypervisors
    "wrong-architecture": "{hypervisor}: {product} doesn't run on {architecture}, which {host} is",
    "technique-not-offered": "{hypervisor}: {product} has no {technique} technique",
    "no-hardware-assist": "{hypervisor} needs VT-x or AMD-V, which {host} doesn't have",
    "no-nested-paging": "{host} has no EPT or NPT: {hypervisor} keeps shadow page tables",
    "nested-paging-unused": "{hypervisor} keeps shadow page tables although its CPUs have EPT or NPT",
    "hosted-without-system": "{hypervisor} is hosted, but {host} has no host OS",
    "host-system-not-supported": "{product} doesn't run on {family}, the host OS of {host}",
    "placement-not-offered": "{hypervisor}: {product} isn't {placement}",
    "drivers-without-system": "{hypervisor} is bare-metal, but leaves drivers to a host OS",
    "guest-system-not-supported": "{element}: {product} doesn't run {family}",
    "kernel-unmodified": "{element}: {hypervisor} is paravirtual and refuses unmodified {family}",
    "vmi-not-offered": "{element} has a kernel with VMI, which {product} doesn't speak",
    "kernel-of-another": "{element} has a kernel modified for a paravirtual hypervisor, which {hypervisor} "
    "isn't",
    # containers and pools
    "engine-without-kernel": "{element} lies on {server}, which has no host OS whose kernel containers could "
    "share",
    "engine-other-kernel": "{element} needs a kernel of {family}, the kernel of {host} is {host_family}: its "
    "containers can't run",
    "container-other-kernel": "{element} can't run: it is made for {family}, the kernel of {host} is "
    "{host_family}",
    "cpu-limit-not-held": "{element} has a CPU limit that {parent} doesn't hold it at",
    "memory-limit-not-held": "{element} has a memory limit that {parent} doesn't hold it at",
    "cpu-limit-over-guest": "{element}: CPU limit of {limit} cores is above the {vcpus} "
    "{vcpus:vCPU|vCPUs} of {guest}",
    "memory-limit-over-guest": "{element}: memory limit of {limit:MiB} is above the {size:MiB} of {guest}",
    "pool-empty": "{element} holds no guests",
    "pool-cpu-over-reserved": "{element} reserves {reservation} cores, what lies in it {reserved}",
    "pool-memory-over-reserved": "{element} reserves {reservation:MiB} of memory, what lies in it "
    "{reserved:MiB}",
    # adapters given to guests
    "no-direct-io": "{host} gives adapters to {count} {count:guest|guests} but has no VT-d or AMD-Vi",
    "cannot-migrate": "{element} can't move while it runs: {adapter} of {host} is its own",
    # network
    "adapter-not-connected": "{element}: {adapter} is not plugged in",
    "flow-blocked": "{element}: flow {flow} goes nowhere: {reason}",
    "flows-blocked": "Flows of {count} guests go nowhere: {reason}",
    "switch-without-uplink": "{switch} has no uplink, and {count} {count:guest|guests} on it "
    "{count:talks|talk} beyond it",
    "vlan-not-carried": "{element} is {vlan:vlan}, which {switch} doesn't let through",
    "uplink-not-cabled": "{switch}: its uplink {adapter} of {server} has no cable",
    "standby-only": "{switch} has standby uplinks only on {host}",
    "single-uplink": "{switch} has a single uplink on {host}; losing it cuts the guests there off",
    "too-many-cables": "{switch} has {ports} {ports:port|ports} and {cables} {cables:cable|cables}",
    "vlan-cut": "{switch} doesn't let {vlan:vlan} through, on the way between {count} port groups",
    "mtu-mismatch": "{switch} passes packets of {mtu} bytes, {count} virtual {count:switch sends|switches "
    "send} up to {needed}",
    "io-reservations-over": "{switch}: {reserved} Mb/s are reserved on {host}, more than {most} Mb/s, 75 % "
    "of its slowest uplink",
    "vlan-out-of-range": "{element} allows {vlans}: VLAN ids are 1 to 4094, the lower one first",
    "port-group-missing": "{element} is {vlan:vlan}, which {count} {count:host|hosts} of {cluster} "
    "{count:doesn't|don't} have",
    "single-point-network": "{element} is a single point of failure: without it {count} "
    "{count:guest is|guests are} cut off",
    # storage
    "disk-without-lun": "{element}: {disk} lies on no LUN",
    "server-without-lun": "{element} reads and writes itself but sees no LUN, so its workload stands still",
    "lun-without-disk-group": "{lun} is cut from a disk group that {store} doesn't have",
    "lun-not-visible": "{host} doesn't see {lun}, which {count} {count:guest|guests} on it "
    "{count:needs|need}: {reason}",
    "lun-over-allocated": "{lun}: {share:%} of its space is given to disks ({allocated:GiB} of "
    "{capacity:GiB}); thin ones may fill it",
    "lun-too-small": "{lun}: disks that take their whole space need {allocated:GiB}, it has {capacity:GiB}",
    "disk-group-over-allocated": "{store}: LUNs of {allocated:GiB} are cut from {group}, which holds "
    "{usable:GiB} after RAID",
    "too-few-disks": "{store}: RAID {raid} needs {needed} disks, {group} has {disks}",
    "single-path": "Guests on {host} reach {store} by a single path; losing it cuts them off",
    "single-port": "{store} is cabled with {adapter} alone; losing it cuts {count} {count:guest|guests} off "
    "from {count:its disks|their disks}",
    "single-point-storage": "{element} is a single point of failure: without it {count} "
    "{count:guest loses its disks|guests lose their disks}",
    "single-point-system": "The host OS of {host} is a single point of failure for {count} "
    "{count:guest|guests}",
    "single-point-io-server": "{element} is a single point of failure for the I/O of {count} "
    "{count:guest|guests}",
    "disk-group-degraded": "{store}: {group} runs with {count} failed {count:disk|disks} of RAID {raid}",
    "disk-group-lost": "{store}: {group} is lost: {count} {count:disk has|disks have} failed, RAID {raid} "
    "survives {survives}",
    # services
    "service-empty": "{element} has no members",
    "worker-no-member": "{element} copies {guest}, which isn't a member of it",
    "scaling-minimum-over-maximum": "{element} keeps at least {minimum} members running, at most {maximum}",
    "scaling-flaps": "{element} scales in below {in_below:%}, out above {out_above:%}: it never rests",
    "scaling-without-spares": "{element} may run {maximum} members, but none is switched off and waiting",
    # what an import made up
    "assumed-element": "{element} was assumed: the source doesn't have it",
    "assumed-fields": "{element}: assumed, not read: {fields}",
    "assumed-link": "{link:A} between {source} and {target} was assumed: the source doesn't have it",
}
"""Code to template."""
