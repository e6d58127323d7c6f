"""What an export says, as plain facts: None where it doesn't say."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class DiskFacts:
    """A virtual disk. capacity: MiB."""

    name: str
    capacity: float | None
    thin: bool = True
    controller: str = ""
    datastore: str = ""


@dataclass(slots=True)
class NicFacts:
    """A virtual network adapter, the port group it is in and the switch of that."""

    name: str
    adapter: str = ""
    network: str = ""
    switch: str = ""
    connected: bool = True


@dataclass(slots=True)
class GuestFacts:
    """A virtual machine. cpu_used, cpu_reservation, cpu_limit: MHz; memory figures: MiB.

    pool: path of its resource pool.
    """

    key: str
    source: str
    where: str
    name: str
    powered_on: bool
    datacenter: str
    cluster: str
    host: str
    os: str
    vcpus: float | None = None
    cpu_used: float | None = None
    cpu_share: float | None = None
    cpu_shares: float | None = None
    cpu_reservation: float | None = None
    cpu_limit: float | None = None
    memory: float | None = None
    memory_active: float | None = None
    memory_shares: float | None = None
    memory_reservation: float | None = None
    memory_limit: float | None = None
    tools: bool = True
    datastore: str = ""
    pool: str = ""
    disks: list[DiskFacts] = field(default_factory=list)
    nics: list[NicFacts] = field(default_factory=list)
    moved: bool = False


@dataclass(slots=True)
class PortFacts:
    """A physical network adapter. speed: Mb/s, 0 without a cable. switch: what it is an uplink of."""

    name: str
    speed: float | None = None
    switch: str = ""


@dataclass(slots=True)
class HostFacts:
    """A server. clock: MHz; memory: MiB; cpu_usage: percent. listed: it has a row of its own in vHost."""

    source: str
    name: str
    datacenter: str
    cluster: str
    listed: bool = True
    sockets: float | None = None
    cores_per_socket: float | None = None
    cores: float | None = None
    clock: float | None = None
    hyperthreading: bool = False
    maintenance: bool = False
    memory: float | None = None
    cpu_usage: float | None = None
    ports: list[PortFacts] = field(default_factory=list)
    port_count: int | None = None
    fibre_ports: list[str] = field(default_factory=list)
    version: str = ""
    model: str = ""

    @property
    def key(self) -> str:
        """What tells it from the other hosts of its source."""
        return f"host:{self.name.casefold()}"


@dataclass(slots=True)
class DatastoreFacts:
    """A datastore. capacity: MiB. hosts: names of those that see it, as far as they are named."""

    name: str
    type: str = ""
    capacity: float | None = None
    hosts: tuple[str, ...] = ()
    host_count: int | None = None
    listed: bool = True


@dataclass(slots=True)
class GroupFacts:
    """A port group of a switch. host: "" for a distributed one."""

    host: str
    switch: str
    name: str
    vlan: int = 0


@dataclass(slots=True)
class SwitchFacts:
    """A virtual switch. host: "" for a distributed one. members: its hosts, uplinks: names of adapters."""

    host: str
    name: str
    mtu: float | None = None
    members: tuple[str, ...] = ()
    uplinks: tuple[str, ...] = ()
