"""Words for what the rules refuse, and for why traffic and I/O can't get somewhere."""

from collections.abc import Mapping

LINK_NOUNS: Mapping[str, str] = {
    "cable": "network cable",
    "uplink": "uplink",
    "vnic": "network connection",
    "fibre": "fibre cable",
    "disk": "disk connection",
    "passthrough": "pass-through",
    "member": "membership",
}
"""Kind of link to what it is called inside a sentence."""

DESIGN: Mapping[str, str] = {
    # containment and links
    "cannot-lie-in": "{kind:A} can't lie in {parent_kind:a}; it may lie in {kinds:a}",
    "holds-one-already": "{parent} holds {kind:a} already",
    "cannot-link": "{source_kind:A} and {target_kind:a} can't be joined by {link:a}",
    "cannot-connect": "Nothing joins {source_kind:a} and {target_kind:a}",
    "lies-in-itself": "{element} can't lie in itself",
    "links-itself": "{element} can't be connected to itself",
    "taken-already": "{part} of {element} has {link:a} already",
    "no-free-port": "{element} has no free port",
    "connected-already": "{element} and {peer} are connected already",
    "uplink-of-another-server": "{switch} can't use an adapter of {server}: it runs on another server",
    "switch-on-another-host": "{guest} can't reach {switch}: they are on different servers",
    "adapter-of-another-server": "{guest} can't have an adapter of {server}: it runs elsewhere",
    "wrong-adapter": "a network adapter of {server} can only become a network adapter of {guest}, and a "
    "fibre-channel port a fibre-channel port",
    "lun-not-connected": "{guest} can't use {lun}: {host} is not connected to the storage that holds it",
    "wrong-fabric": "{switch} doesn't take {link:a}: it is of the other fabric",
    "switch-of-another-cluster": "{guest} can't reach {switch}: its server is not in {cluster}",
    "switch-of-another": "{guest} can't reach {switch}: it is one of {parent}, which doesn't run it",
    "uplink-outside-cluster": "{switch} can't use an adapter of {server}: it is no server of {cluster}",
    "adapter-given-away": "adapter {part} of {server} belongs to {guest} alone",
    "adapter-in-use": "adapter {part} of {server} can't be handed over whole: {peer} uses it",
    "adapter-passed-through": "{part} of {element} has an adapter of the server behind it already",
    "plugged-in-already": "{part} of {element} is plugged into a virtual switch already",
    "no-virtual-function": "adapter {part} of {server} has {count} virtual {count:function|functions}, "
    "and none is free",
    "no-virtual-port": "adapter {part} of {server} has no virtual ports: NPIV is off",
    "no-such-port": "{element} has no virtual fibre-channel port {part}",
    "port-without-adapter": "no adapter of the server is behind the virtual port {part} of {element}",
    "via-another-hypervisor": "{guest} can't get at a disk through {server}: it runs on another hypervisor",
    "machine-without-lun": "{guest} can't keep files on {lun}: {server}, which it runs in, has no disk there",
    "gone-since": "{count} {count:connection|connections} of {element} to what is gone or in use elsewhere "
    "{count:was|were} left out",
    "stays-here": "{element} stays where it is: where it lay then, it can't lie now",
    # what a drag may mean
    "hand-over": "whole adapter {part} of {server}",
    "virtual-function": "virtual function of {part} (SR-IOV)",
    "virtual-port": "virtual port of {part} (NPIV)",
    "disk-by-way-of": "disk by way of {server}",
    "cannot-edit": "the edit can't be made: {problem}",
    # why traffic can't get somewhere
    "not-connected": "an adapter of {element} is not plugged in",
    "not-on-a-host": "{element} is not on a server",
    "powered-off": "{element} is switched off",
    "different-vlans": "{element} is in {vlan:vlan}, {peer} in {peer_vlan:vlan}, and nothing joins the two",
    "no-uplink": "{switch} has no uplink",
    "not-cabled": "adapter {part} of {element} has no cable",
    "vlan-not-allowed": "{switch} doesn't let {vlan:vlan} through",
    "no-path": "no cables lead from the network of {element} to that of {peer}",
    "no-way-out": "{element} is cabled to a single machine, not to a switch",
    "no-external": "no cables lead from the network of {element} to an external network",
    "tags-not-taken": "{switch} takes no frames that {element} has tagged for {vlan:vlan}",
    "behind-nat": "{element} is behind the address translation of {switch}",
    "no-adapter": "{element} has no network adapter",
    # why I/O can't
    "lun-masked": "{lun} is masked from {host}",
    "lun-not-zoned": "no zone of {switch} holds both {host} and {store}",
    "sees-no-luns": "{element} is nothing that could use {lun}",
    "lun-not-cabled": "no cables lead from {host} to the storage that holds {lun}",
    # what an import made up, summed up
    "assumptions-added": "Assumed, not in the source: {what}",
    "assumptions-unread": "Assumed, not read: {fields} of {what}",
}
"""Code to template."""

COUNTED: Mapping[str, str] = {
    "cluster": "{count} {count:cluster|clusters}",
    "physical-server": "{count} {count:server|servers}",
    "physical-switch": "{count} {count:switch|switches}",
    "storage-array": "{count} {count:storage array|storage arrays}",
    "external-network": "{count} {count:external network|external networks}",
    "container-engine": "{count} {count:container engine|container engines}",
    "virtual-io-server": "{count} {count:virtual I/O server|virtual I/O servers}",
    "resource-pool": "{count} {count:resource pool|resource pools}",
    "container": "{count} {count:container|containers}",
    "cloud-service": "{count} {count:cloud service|cloud services}",
    "note": "{count} {count:note|notes}",
    "hypervisor": "{count} {count:hypervisor|hypervisors}",
    "virtual-machine": "{count} {count:virtual machine|virtual machines}",
    "virtual-switch": "{count} {count:virtual switch|virtual switches}",
    "vlan": "{count} {count:VLAN|VLANs}",
    "lun": "{count} {count:LUN|LUNs}",
    "cable": "{count} {count:network cable|network cables}",
    "uplink": "{count} {count:uplink|uplinks}",
    "vnic": "{count} {count:network connection|network connections}",
    "fibre": "{count} {count:fibre cable|fibre cables}",
    "disk": "{count} {count:disk connection|disk connections}",
    "passthrough": "{count} {count:pass-through|pass-throughs}",
    "member": "{count} {count:membership|memberships}",
}
"""Kind of element or link to how many of it there are."""
