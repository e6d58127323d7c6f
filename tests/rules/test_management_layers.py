"""Who manages which layer of a cloud service."""

import pytest

from tests.building import Drawing, guest, id_of, two_hosts_and_array
from virtdesigner.kinds import CloudService
from virtdesigner.rules.management_layers import CUSTOMER, LAYERS, Layer, Manager, managed, manager, stack


def service(model: str, *members: str) -> Drawing:
    """`two_hosts_and_array` with a service of some members; in a1 an engine with the container `shop`."""
    drawing = two_hosts_and_array().add("cloud-service", "cloud", model=model)
    drawing.add("container-engine", "engine", "a1").add("container", "shop", "engine")
    for member in members:
        drawing.link("member", member, "cloud")
    return drawing


def found(drawing: Drawing) -> dict[str, dict[Layer, Manager]]:
    names = {element.id: name for name, element in drawing.elements.items()}
    return {names[id]: dict(own) for id, own in managed(drawing.design, [id_of("cloud")]).items()}


def test_every_model_of_a_service_has_its_row() -> None:
    models = CloudService.model_fields["model"].annotation.__args__  # type: ignore[union-attr]
    assert set(models) == set(CUSTOMER)


# NIST SP 800-145: IaaS, "control over operating systems, storage, and deployed applications";
# PaaS, "control over the deployed applications"; SaaS, no control but for settings.
@pytest.mark.parametrize(("model", "customer"), [
    ("iaas", ["application", "data", "runtime", "system"]),
    ("paas", ["application", "data"]),
    ("saas", []),
])  # fmt: skip
def test_the_customer_manages_the_top_of_the_stack(model: str, customer: list[str]) -> None:
    layers = stack(model)
    assert [layer for layer, _ in layers] == list(LAYERS)
    assert [layer for layer, who in layers if who == "customer"] == customer
    assert [who for _, who in layers] == sorted(who for _, who in layers)  # customer first, without a gap


def test_a_rented_vm_is_its_customers_and_what_it_runs_on_the_providers() -> None:
    assert found(service("iaas", "a2")) == {
        "a2": dict.fromkeys(("application", "data", "runtime", "system"), "customer"),
        "hv-a": {"virtualisation": "provider"},
        "host-a": {"servers": "provider"},
    }


def test_a_container_runs_on_an_engine_in_a_vm_on_a_host() -> None:
    assert found(service("paas", "shop")) == {
        "shop": {"application": "customer", "data": "customer", "runtime": "provider"},
        "engine": {"virtualisation": "provider"},
        "a1": {"system": "provider"},
        "hv-a": {"virtualisation": "provider"},
        "host-a": {"servers": "provider"},
    }


def test_a_server_without_a_hypervisor_is_the_system_of_its_containers_too() -> None:
    drawing = service("saas").add("physical-server", "bare").add("container-engine", "lxc", "bare")
    drawing.add("container", "mail", "lxc").link("member", "mail", "cloud")
    assert found(drawing)["bare"] == {"system": "provider", "servers": "provider"}


def test_stores_and_networks_are_layers_of_their_own() -> None:
    assert found(service("iaas", "lun-box", "a-vlan10")) == {
        "lun-box": {"storage": "provider"},
        "a-vlan10": {"network": "provider"},
    }


def test_of_two_services_the_customer_of_either_manages_what_it_may() -> None:
    drawing = (
        service("saas", "a2").add("cloud-service", "rented", model="iaas").link("member", "a2", "rented")
    )
    both = managed(drawing.design, [id_of("rented"), id_of("cloud")])
    assert {who for _, who in both[id_of("a2")]} == {"customer"}
    assert {who for _, who in both[id_of("hv-a")]} == {"provider"}


def test_what_is_no_service_has_no_layers() -> None:
    drawing = guest(service("iaas", "a2"), "other", "b")
    assert managed(drawing.design, [id_of("other")]) == {}
    assert id_of("other") not in managed(drawing.design, [id_of("cloud")])


def test_manager_of_a_layer() -> None:
    assert manager("paas", "data") == "customer"
    assert manager("paas", "system") == "provider"


def test_a_server_in_a_cluster_keeps_its_system_for_containers() -> None:
    drawing = service("iaas").add("cluster", "farm").set("host-b", parent=id_of("farm"))
    drawing.add("container-engine", "bare engine", "host-b").add("container", "crate", "bare engine")
    drawing.link("member", "crate", "cloud")
    assert set(found(drawing)["host-b"]) == {"system", "servers"}


def test_a_vm_in_a_pool_of_the_cluster_runs_on_the_hypervisor_of_its_host() -> None:
    drawing = service("iaas").add("cluster", "farm").set("host-a", parent=id_of("farm"))
    drawing.add("resource-pool", "pool", "farm")
    drawing.add("virtual-machine", "floating", "pool", host=id_of("host-a")).link(
        "member", "floating", "cloud"
    )
    assert found(drawing)["hv-a"] == {"virtualisation": "provider"}


@pytest.mark.parametrize("members", [("a1", "shop"), ("shop", "a1")])
def test_a_vm_and_a_container_in_it_are_both_members_in_whatever_order(members: tuple[str, str]) -> None:
    assert set(found(service("iaas", *members))["a1"]) == {"application", "data", "runtime", "system"}
