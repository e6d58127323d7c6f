"""Operating systems, of machines and of guests."""

from typing import Literal

from virtdesigner.model.fields import choice, quantity, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, Part

OperatingSystem = Literal["linux", "windows", "solaris", "bsd", "aix", "ibm-i", "zos", "other"]
"""Families of operating systems: guests of one family run on one kind of kernel."""

SYSTEMS: dict[str, str] = {
    "linux": "Linux",
    "windows": "Windows",
    "solaris": "Solaris",
    "bsd": "BSD",
    "aix": "AIX",
    "ibm-i": "IBM i",
    "zos": "z/OS",
    "other": "Other",
}
"""Family to what it is called."""


class HostSystem(Part):
    """The operating system of a server that hypervisors or containers are hosted on."""

    label = "Host OS"

    family: OperatingSystem = choice(
        "linux", SYSTEMS, "Containers run on its kernel; hosted hypervisors are its programs.", label="Family"
    )
    version: str = text("", "Distribution and release.", label="Version")
    memory: float = quantity(
        1024,
        "MiB",
        0,
        MEBIBYTES_MAX,
        "What it keeps for itself.",
        label="Memory",
        estimate=True,
    )
    cpu: float = quantity(
        0.1,
        "cores",
        0,
        10_000,
        "What it uses for itself.",
        label="CPU",
        estimate=True,
    )
