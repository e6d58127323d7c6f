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
    "lost-to-none": "{victim} gets all it asks for",
    "lost-to-cpu": "{victim} waits for CPU {share:%} of the time on {element}",
    "lost-to-costop": "{victim} waits {share:%} of the time for its vCPUs to run together on {element}",
    "lost-to-limit": "{victim} is held back {share:%} of the time by its own limit",
    "lost-to-overhead": "{victim} loses {share:%} of its time to virtualisation on {element}",
    "lost-to-memory": "{victim} loses {share:%} of its time to memory taken back on {element}",
    "lost-to-network": "{victim} waits for the network {share:%} of the time at {element}",
    "lost-to-storage": "{victim} waits for storage {share:%} of the time at {element}",
    "lost-to-down": "{victim} is down {share:%} of the time",
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
    "bottleneck-down": "{element}: {count} {count:guest is|guests are} down {share:%} of the time",
}
"""Code to template."""
