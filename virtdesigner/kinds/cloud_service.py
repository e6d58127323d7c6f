"""Cloud service: what a provider offers on guests, storage and network."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, hidden, part, ref, text
from virtdesigner.model.parts import Scaling


class CloudService(Element):
    """Guests, LUNs and VLANs offered as infrastructure, as a platform or as an application."""

    label = "Cloud service"
    group = "Services"
    card = (220, 76)

    kind: Literal["cloud-service"] = hidden("cloud-service", "Kind of element.")
    model: Literal["iaas", "paas", "saas"] = choice(
        "iaas",
        {
            "iaas": "Infrastructure (IaaS)",
            "paas": "Platform (PaaS)",
            "saas": "Software (SaaS)",
        },
        "What the customer gets; the provider manages what lies below.",
        label="Model",
        descriptive=True,
    )
    provider: str = text("", "Who runs it.", label="Provider")
    customer: str = text("", "Who uses it.", label="Customer")
    worker: str | None = ref(
        "The member that workers are copies of.",
        label="Worker",
        kinds=("virtual-machine", "container"),
        default=None,
        none="none",
    )
    scaling: Scaling | None = part(
        None, "How it grows and shrinks with its load.", label="Scaling", none="fixed"
    )
