"""Words for what an import noted about its source."""

from collections.abc import Mapping

IMPORT: Mapping[str, str] = {
    # skipped, or may be wrong; count: how often, the place shown beside it is the first
    "rvtools-row-without-name": "{count} {count:row|rows} without the name of a virtual machine skipped",
    "rvtools-template-skipped": "the template {name} is skipped",
    "rvtools-placeholder-skipped": "the placeholder {name} of a recovery plan is skipped",
    "rvtools-machine-repeated": "{name} is listed again with the same id; the first row counts",
    "rvtools-row-of-unknown-machine": (
        "{tab} has {count} {count:row|rows} about {name}, which vInfo doesn't list"
    ),
    "rvtools-name-not-unique": (
        "{tab} has {count} {count:row|rows} about {name} without an id, and vInfo lists several of that name;"
        " they are skipped"
    ),
    "rvtools-row-contradicts": (
        "{tab} has {count} {count:row|rows} about {name} without an id, and they"
        " contradict vInfo; they are skipped"
    ),
    "rvtools-matched-by-name": "{count} {count:row|rows} of {tab} matched by name, since they have no id",
    "rvtools-host-skipped": "a row of vHost for {name} is skipped: no name, or listed already",
    "rvtools-host-not-listed": (
        "{count} {count:machine|machines} on {host}, which vHost doesn't list, put where"
        " there is memory to spare"
    ),
    "rvtools-host-missing": (
        "{count} {count:machine|machines} without a host put where there is memory to spare"
    ),
    "rvtools-cpus-missing": "{name} has no number of vCPUs; {vcpus} assumed",
    "rvtools-memory-missing": "{name} has no memory size; {memory:MiB} assumed",
    "rvtools-disk-assumed": "{name} has no disk listed; one is assumed",
    "rvtools-adapter-assumed": "{name} has no network adapter listed; one is assumed",
    "rvtools-not-connected": "no adapter of {name} is connected; it sends nothing",
    "rvtools-host-memory-assumed": "the memory of {host} isn't listed; assumed from its machines",
    "rvtools-datastore-shared-after-all": (
        "the datastore {name} is listed as seen by one server, but several use it; taken as shared"
    ),
    # assumed, or taken otherwise than it stands there
    "rvtools-limit-of-zero": "{count} {count:limit|limits} of 0 in {tab} taken as no limit",
    "rvtools-host-assumed": (
        "the server {host} isn't listed; made up for its {count} {count:machine|machines}"
    ),
    "rvtools-reference-clock": "a core of {clock} GHz, the most common clock, counts as speed 1.0",
    "rvtools-load-assumed": (
        "disk I/O and network traffic of {count} {count:machine|machines} estimated from"
        " name, system and CPU use"
    ),
    "rvtools-cpu-use-assumed": "the CPU use of {count} {count:machine|machines} isn't listed; estimated",
    "rvtools-powered-off": "{count} {count:machine is|machines are} off; the load when on is estimated",
    "rvtools-switch-assumed": "the virtual switch {switch} of {count} {count:server|servers} assumed",
    "rvtools-distributed-switch": (
        "the distributed switch {switch} of {count} {count:server|servers} drawn once in each cluster"
    ),
    "rvtools-vlan-assumed": (
        "the port group {network} of {count} {count:server|servers} assumed, without a VLAN id"
    ),
    "rvtools-port-speed-assumed": "network adapters of {count} {count:server|servers} assumed at 10 Gb/s",
    "rvtools-uplink-assumed": "uplinks of {switch} on {count} {count:server|servers} assumed",
    "rvtools-datastore-assumed": "the datastore {name} assumed for disks whose own isn't listed",
    "rvtools-datastore-size-assumed": "the size of {count} {count:datastore|datastores} assumed",
    "rvtools-vsan-as-array": "the vSAN datastore {name} drawn as storage over the network",
    "rvtools-hbas-assumed": "fibre-channel ports of {count} {count:server|servers} assumed",
    "rvtools-sockets-assumed": (
        "how the cores of {count} {count:server|servers} divide into processors assumed"
    ),
    "rvtools-hypervisor-assumed": (
        "the version of the hypervisor on {count} {count:server|servers} isn't listed"
    ),
    "rvtools-array-assumed": "{name} assumed, with disks for twice the estimated I/O",
    "rvtools-physical-switch-assumed": "{name} and its cables assumed",
}
"""Code to template."""
