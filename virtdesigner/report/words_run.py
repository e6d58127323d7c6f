"""Words for what happens in a run: who waits for what, where, and how much."""

from collections.abc import Mapping

CAUSE_LABELS: Mapping[str, str] = {
    "none": "Nothing",
    "cpu": "CPU",
    "costop": "Co-stop",
    "limit": "Own limit",
    "overhead": "Virtualisation",
    "memory": "Memory",
    "network": "Network",
    "storage": "Storage",
    "down": "Down",
}
"""What can hold a guest back (`engine.frame.CAUSES`) to its heading."""

RUN: Mapping[str, str] = {
    # one guest; share: of its time, 0 to 1
    "not-slow": "Not slow: it gets all it asks for",
    "is-off": "Switched off",
    "slow-cpu": "Slow: waits for CPU {share:%} of the time",
    "slow-costop": "Slow: waits {share:%} of the time for its vCPUs to run together",
    "slow-limit": "Slow: held back {share:%} of the time by its own limit",
    "slow-overhead": "Slow: loses {share:%} of its time to virtualisation",
    "slow-memory": "Slow: loses {share:%} of its time to memory taken back",
    "slow-network": "Slow: waits for the network {share:%} of the time",
    "slow-storage": "Slow: waits for storage {share:%} of the time",
    "slow-down": "Down {share:%} of the time",
    "cut-off": "Stopped: it can't work as it is drawn",
    # of one whose users wait for answers: rate per s, response and wait in s
    "answers": "It answers {rate} {rate:request|requests} a second in {response:s} each",
    "answers-cpu": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that wait for CPU on {element}",
    "answers-limit": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that wait for what its own vCPUs and limits allow",
    "answers-overhead": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that are the cost of {element}",
    "answers-memory": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that wait for pages on {element}",
    "answers-network": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that wait for {element}",
    "answers-storage": "It answers {rate} {rate:request|requests} a second in {response:s} each; "
    "{wait:s} of that wait for {element}",
    # what is behind it
    "host-cpu": "{host} has {cores} {cores:core|cores}; its {vcpus} {vcpus:vCPU asks|vCPUs ask} for {wanted}",
    "host-gives": "{host} has {cores} {cores:core|cores}; guests on it ask for {wanted}, and get {given}",
    "host-user": "{neighbour} uses {amount} of them",
    "asks-over-share": "{guest} asks for {wanted} cores, {share:%} of the host's, and gets {granted}; "
    "its fair share, if all asked for all, is {fair}",
    "neighbour-uses": "{neighbour} uses {cores} cores, {excess} over its fair share",
    "neighbour-within-share": "{neighbour} uses {cores} cores, within its fair share",
    "neighbour-about-share": "{neighbour} uses {cores} cores, about its fair share",
    "inside-waits": "{count} {count:container|containers} in it {count:waits|wait} for its vCPUs",
    "inside-held": "{count} {count:container|containers} in it {count:is|are} held back",
    "work-longer": "Each second of its CPU work takes {factor} s under {element}",
    "disk-way-full": "{hypervisor} passes no more than {most} IOPS of this mix on to the virtual disks of a "
    "VM; {guest} asks for {wanted}",
    "far-memory": "{share:%} of its CPU work is waiting for remote memory: it lies on {nodes} sockets "
    "of {host}",
    "crowded-caches": "{share:%} of its CPU work is waiting for caches and memory of {host} that "
    "neighbours keep busy",
    "cache-user": "{neighbour} keeps {cores} {cores:core|cores} busy",
    "limit-reached": "It has work for {threads} {threads:thread|threads}; its limit of {cores} "
    "{cores:core|cores} holds each vCPU for {share:%} of the time",
    "too-narrow": "It asks for {wanted} cores, and runs on {lanes} {lanes:vCPU|vCPUs} at most",
    "few-threads": "It asks for {wanted} cores, and its work has {lanes} {lanes:thread|threads} to run in",
    "quota-used-up": "{threads} busy {threads:thread|threads} use up its quota of {quota} ms and stand still "
    "for {stall} ms of each {period} ms",
    "host-memory": "{host}: {used:MiB} of {total:MiB} of memory in use, state {state}",
    "link-full": "{link} carries {used} of {capacity} Mb/s",
    "lun-busy": "{lun}: {iops} IOPS at {latency} ms, {utilisation:%} busy",
    "lun-full": "{lun} is full, so thin disks on it can't grow: disks of {allocated:GiB} in all lie on its "
    "{capacity:GiB}",
    "port-full": "{element}: the queue of its fibre-channel adapter {port} is full, {queue} of {depth} "
    "I/Os outstanding",
    "port-user": "{neighbour} has {amount} of them outstanding",
    "group-full": "{element} has {cores} {cores:core|cores} to give; what lies in it asks for {wanted}",
    "group-gives": "{element} gives the {cores} {cores:core|cores} that what lies in it asks for",
    "pool-limited": "{element} is limited to {limit} {limit:core|cores}; what lies in it asks for {wanted}",
    "group-even": "The other {count} guests in it get {amount} {amount:core|cores} each",
    "group-user": "{neighbour} gets {amount} of them",
    "domain-busy": "{element} gets {cores} of the {wanted} cores that the I/O it carries takes",
    "domain-user": "{share:%} of that is for {neighbour}",
    "link-user": "{neighbour} has {amount} Mb/s of that, {share:%} of all",
    "disk-user": "{neighbour} takes {share:%} of the disks' time",
    "disk-user-wants-more": "{neighbour} takes {share:%} of the disks' time, and asks for {wanted:%}",
    "asks-over-disks": "{guest} alone asks for {wanted:%} of the disks' time",
    "memory-user": "{neighbour} works with {amount:MiB} of it",
    "host-off": "{host} is switched off",
    # what happened in a run, and what it could not do as drawn
    "cpu-reservations-scaled": "{host} can't meet all its CPU reservations; they are scaled down together",
    "memory-reservations-scaled": "{host} can't meet all its memory reservations; they are scaled down "
    "together",
    "memory-short": "{host} runs short of memory: state {state}",
    "memory-state-worse": "{host} runs short of memory: from {before} to {state}",
    "memory-state-better": "{host} has more memory again: from {before} to {state}",
    # the six steps of ballooning, then what else becomes of a guest's memory
    "balloon-demand": "{guest} wants {wanted:MiB}, over its reservation of {reservation:MiB}: the "
    "hypervisor asks for memory back",
    "balloon-inflates": "The hypervisor inflates the balloon in {guest}: {amount:MiB}",
    "balloon-pressure": "{guest} feels pressure: {amount:MiB} are left to it",
    "balloon-chooses": "{guest} chooses pages, free ones first: it can spare {amount:MiB}",
    "balloon-pages-out": "{guest} pages out to its own swap: {amount:MiB}",
    "balloon-given-on": "The hypervisor takes what {guest} freed and gives it on: {amount:MiB} to {other}",
    "balloon-deflates": "The balloon in {guest} deflates: {amount:MiB}",
    "memory-compressed": "The hypervisor compresses pages of {guest}: {amount:MiB}",
    "memory-swapped": "The hypervisor swaps pages of {guest} out: {amount:MiB}",
    "path-changed": "{host} takes another path to {lun}",
    "all-paths-down": "{host} has had no path to {lun} since {since} s into the run: I/O waits",
    "all-paths-failed": "{host} has had no path to {lun} since {since} s into the run: all count as failed",
    "paths-back": "{host} has a path to {lun} again",
    "datastore-full": "{lun} is full; {count} {count:guest|guests} with thin disks on it can't write on",
    "datastore-filled": "{lun} has no space left: guests with thin disks on it can't write on",
    "power-on-refused": "{guest} can't start: {lun}, which a disk of it lies on, is full",
    "technique-unsupported": "guests of {hypervisor} can't run: its technique needs VT-x or AMD-V, which "
    "{host} doesn't have",
    # one bottleneck; share: mean of its victims' time, 0 to 1
    "bottleneck-cpu": "{element}: {count} {count:guest waits|guests wait} for CPU {share:%} of the time",
    "bottleneck-costop": "{element}: {count} {count:guest waits|guests wait} {share:%} of the time for vCPUs "
    "to run together",
    "bottleneck-limit": "{element}: own limits hold {count} {count:guest|guests} back {share:%} of the time",
    "bottleneck-overhead": "{element}: {count} {count:guest loses|guests lose} {share:%} of the time to "
    "virtualisation",
    "bottleneck-memory": "{element}: {count} {count:guest loses|guests lose} {share:%} of the time to memory "
    "taken back",
    "bottleneck-network": "{element}: {count} {count:guest waits|guests wait} for the network {share:%} of "
    "the time",
    "bottleneck-storage": "{element}: {count} {count:guest waits|guests wait} for storage {share:%} of the "
    "time",
    "bottleneck-queue": "{element}: {count} {count:guest waits|guests wait} {share:%} of the time for a "
    "fibre-channel adapter whose queue is full",
    "bottleneck-down": "{element}: {count} {count:guest is|guests are} down {share:%} of the time",
}
"""Code to template."""
