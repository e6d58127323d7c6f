"""Cloud services: what a provider offers, after well-known ones of their time."""

from virtdesigner.kinds.presets.preset import GENERIC, Preset, estimated, whole
from virtdesigner.model.parts import Scaling

_FIGURES = "scaling.out_above scaling.in_below scaling.minimum scaling.maximum scaling.cooldown"  # one rule


def _service(
    id: str,
    label: str,
    since: int,
    model: str,
    provider: str,
    scaling: Scaling | None = None,
    *,
    says: str,
    note: str = "",
) -> Preset:
    rule = (estimated(_FIGURES, "A rule that reacts within minutes."),) if scaling else ()
    fixed = () if scaling else (estimated("scaling", "As many as the customer asks for."),)
    return Preset(
        id=id,
        kind="cloud-service",
        label=label,
        group=GENERIC,
        since=since,
        until=None,
        values=whole(model=model, provider=provider, scaling=scaling),
        sources=(estimated("model provider since", says), *rule, *fixed),
        note=note,
    )


def _scaling(minimum: int, maximum: int, cooldown: float) -> Scaling:
    return Scaling(out_above=75, in_below=30, minimum=minimum, maximum=maximum, cooldown=cooldown)


PRESETS: tuple[Preset, ...] = (
    _service(
        "iaas-vmware", "IaaS on VMware", 2008, "iaas", "Provider with VMware",
        says="Servers, network and storage by the hour, on ESX and its successors.",
        note="Put VMs of an ESXi host into it: the customer manages all from the guest OS upwards.",
    ),
    _service(
        "iaas-xen", "IaaS on Xen", 2006, "iaas", "Provider with Xen",
        says="As Amazon EC2 began in August 2006.",
        note="Put VMs of a Xen host into it.",
    ),
    _service(
        "iaas-kvm", "IaaS on KVM", 2010, "iaas", "Provider with KVM",
        says="As clouds on OpenStack do since 2010.",
        note="Put VMs of a KVM host into it.",
    ),
    _service(
        "paas-app-engine", "PaaS as App Engine", 2008, "paas", "Provider of a platform", _scaling(1, 10, 60),
        says="As Google App Engine began in April 2008: instances come and go with the load.",
        note="The customer brings an application; instances, OS and runtime are the provider's.",
    ),
    _service(
        "paas-mapreduce", "PaaS as elastic MapReduce", 2009, "paas", "Provider of a platform",
        _scaling(1, 20, 300),
        says="As Amazon Elastic MapReduce began in April 2009.",
        note="Older lecture notes put it under SaaS; it is a managed platform.",
    ),
    _service(
        "paas-hadoop", "Hadoop service on demand", 2009, "paas", "Provider of a platform",
        _scaling(0, 50, 60),
        says="N workers for the time of one batch job, then none.",
        note="Give it a worker to copy; workers run while there is work, and give all back afterwards.",
    ),
    _service(
        "saas-office", "SaaS as web office", 2006, "saas", "Provider of an application",
        _scaling(2, 20, 60),
        says="As Google Docs and Spreadsheets began in October 2006.",
        note="The customer brings nothing but a browser and data.",
    ),
)  # fmt: skip
