"""Cluster: servers that are run together."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, quantity


class Cluster(Element):
    """Servers that are run together, with the policies they share."""

    label = "Cluster"
    group = "Physical"
    card = (320, 160)
    opens = True

    kind: Literal["cluster"] = hidden("cluster", "Kind of element.")
    vcpu_ratio: float = quantity(
        4,
        "",
        0.1,
        100,
        "vCPUs per core above which a server is reported (MODELS.md section 1).",
        label="vCPUs per core",
    )
