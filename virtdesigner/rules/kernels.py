"""Kernels: whose kernel containers would run on, and whether they can. Source: MODELS.md section 2."""

from typing import NamedTuple

from virtdesigner.kinds import Container, ContainerEngine, VirtualMachine
from virtdesigner.kinds.presets import CONTAINER_PRODUCTS
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import HostSystem


class Kernel(NamedTuple):
    """The kernel that an engine's containers run on: whose it is (a family of systems), and where."""

    family: str
    element: str


def kernel_of(design: Design, engine: ContainerEngine) -> Kernel | None:
    """The kernel under an engine: that of its VM, or of its server's host OS; None without one."""
    below = design.elements[engine.parent or ""]
    if isinstance(below, VirtualMachine):
        return Kernel(below.guest_os, below.id)
    system = next(iter(below.carried(HostSystem)), None)
    return Kernel(system.family, below.id) if system else None


def engine_refusal(design: Design, engine: ContainerEngine) -> Message | None:
    """Why nothing that lies in an engine can run: it isn't made for the kernel below it."""
    kernel, needed = kernel_of(design, engine), CONTAINER_PRODUCTS[engine.runtime.product].kernel
    return _unlike("engine-other-kernel", engine.id, needed, kernel)


def container_refusal(design: Design, engine: ContainerEngine, container: Container) -> Message | None:
    """Why a container can't run in an engine: it is made for another kernel than the one below."""
    return _unlike("container-other-kernel", container.id, container.guest_os, kernel_of(design, engine))


def _unlike(code: str, element: str, family: str, kernel: Kernel | None) -> Message | None:
    if kernel is None or kernel.family == family:
        return None
    return message(code, element=element, family=family, host=kernel.element, host_family=kernel.family)
