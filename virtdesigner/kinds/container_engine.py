"""Container engine: a virtual operating environment on the kernel of a server or of a VM."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, part
from virtdesigner.model.parts import ContainerRuntime


class ContainerEngine(Element):
    """Runs containers on one shared kernel: that of the server or of the VM that it lies in."""

    label = "Container engine"
    group = "Platform"
    card = (220, 64)
    opens = True

    kind: Literal["container-engine"] = hidden("container-engine", "Kind of element.")
    runtime: ContainerRuntime = part(ContainerRuntime(), "How it runs containers.", label="Container engine")
