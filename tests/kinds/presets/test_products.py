"""Facts about products, and that presets agree with them."""

import pytest

from virtdesigner.kinds.presets import CONTAINER_PRODUCTS, PRESETS, PRODUCTS, Preset
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import ContainerRuntime, Virtualisation

HYPERVISORS = [one for one in PRESETS.values() if one.kind == "hypervisor"]
ENGINES = [one for one in PRESETS.values() if one.kind == "container-engine"]
hypervisors = pytest.mark.parametrize("one", HYPERVISORS, ids=lambda one: one.id)


def virtualisation(one: Preset) -> Virtualisation:
    part = one.values["virtualisation"]
    assert isinstance(part, Virtualisation)
    return part


def choices(part: type[Virtualisation] | type[ContainerRuntime], field: str = "product") -> dict[str, str]:
    return dict(spec(part, field).choices)


def test_every_hypervisor_product_has_a_row_and_a_preset() -> None:
    assert set(PRODUCTS) == set(choices(Virtualisation))
    assert {virtualisation(one).product for one in HYPERVISORS} == set(PRODUCTS)


def test_every_container_product_has_a_row_and_a_preset() -> None:
    assert set(CONTAINER_PRODUCTS) == set(choices(ContainerRuntime))
    assert {one.values["runtime"].product for one in ENGINES} == set(CONTAINER_PRODUCTS)


@pytest.mark.parametrize("product", PRODUCTS)
def test_products_are_called_what_the_field_calls_them(product: str) -> None:
    assert PRODUCTS[product].label in choices(Virtualisation)[product]


@pytest.mark.parametrize("product", CONTAINER_PRODUCTS)
def test_container_products_are_called_what_the_field_calls_them(product: str) -> None:
    assert CONTAINER_PRODUCTS[product].label == choices(ContainerRuntime)[product]


@hypervisors
def test_a_preset_offers_nothing_that_its_product_cannot(one: Preset) -> None:
    part, product = virtualisation(one), PRODUCTS[virtualisation(one).product]
    assert part.technique in product.techniques
    assert part.placement in product.placements


@hypervisors
def test_hosted_products_use_the_drivers_of_their_host(one: Preset) -> None:
    part = virtualisation(one)
    assert (part.placement == "hosted") == (part.drivers == "host-os")


@hypervisors
def test_nested_paging_is_for_techniques_that_use_the_hardware(one: Preset) -> None:
    part = virtualisation(one)
    assert not part.nested_paging or part.technique in ("hardware-assisted", "hybrid")


@pytest.mark.parametrize("name", PRODUCTS)
def test_rows_agree_with_themselves(name: str) -> None:
    product = PRODUCTS[name]
    assert product.architectures
    assert product.placements
    assert product.guests
    assert product.document
    assert set(product.unmodified) <= set(product.techniques)
    assert ("hosted" in product.placements) == bool(product.host_systems)
    assert not product.needs_assist or "binary-translation" not in product.techniques


@pytest.mark.parametrize(("name", "architecture"), [
    ("esxi", "x86"), ("hyper-v", "x86"), ("power-hypervisor", "power"), ("zvm", "z"), ("prsm", "z"),
])  # fmt: skip
def test_products_of_one_platform_run_on_it_alone(name: str, architecture: str) -> None:
    assert PRODUCTS[name].architectures == (architecture,)


def test_hyper_v_and_kvm_always_need_hardware_assistance_and_esx_does_not() -> None:
    assert [name for name, product in PRODUCTS.items() if product.needs_assist] == ["hyper-v", "kvm", "sel4"]


def test_windows_runs_unmodified_on_xen_with_hardware_but_not_paravirtual() -> None:
    assert "paravirtual" not in PRODUCTS["xen"].unmodified
    assert {"hardware-assisted", "hybrid"} <= set(PRODUCTS["xen"].unmodified)


def test_guests_of_power_need_no_other_kernel() -> None:
    assert PRODUCTS["power-hypervisor"].unmodified == ("paravirtual",)
    assert "windows" not in PRODUCTS["power-hypervisor"].guests


def test_paravirtual_kernels_for_xen_are_tied_to_it_and_vmi_ones_run_on_vmware() -> None:
    assert [name for name, product in PRODUCTS.items() if product.tied] == ["xen"]
    assert [name for name, product in PRODUCTS.items() if product.vmi] == ["esxi", "esx", "workstation"]


def test_containers_share_the_kernel_of_their_family() -> None:
    assert [name for name, one in CONTAINER_PRODUCTS.items() if one.kernel == "solaris"] == ["solaris"]
    assert {one.kernel for one in CONTAINER_PRODUCTS.values()} == {"linux", "solaris"}


def test_only_hypervisors_of_vmware_tax_idle_memory() -> None:
    """Waldspurger 2002: a tax of 75 %; nobody else weighs idle pages."""
    taxed = {virtualisation(one).product for one in HYPERVISORS if one.values["memory_policy"].idle_tax > 0}
    assert taxed == {"esx", "esxi"}
    assert {one.values["memory_policy"].idle_tax for one in HYPERVISORS} == {0, 75}


@pytest.mark.parametrize(("id", "overhead", "thresholds"), [
    ("esx-2", "esx-2", "share-of-host"),
    ("esx-4", "esx-4", "share-of-host"),
    ("esxi-6", "esxi", "min-free"),
    ("esxi-8", "esxi", "min-free"),
    ("xen-pv", "xen", "min-free"),
])  # fmt: skip
def test_memory_rules_are_those_of_the_era(id: str, overhead: str, thresholds: str) -> None:
    policy = PRESETS[id].values["memory_policy"]
    assert (policy.overhead, policy.thresholds) == (overhead, thresholds)


def test_xen_of_2003_loses_what_barham_measured() -> None:
    part = virtualisation(PRESETS["xen-3-pv"])
    # MODELS.md section 1: 7.5 % lost at a slice of 5 ms, c/(5 + c).
    assert part.context_switch / (5 + part.context_switch) == pytest.approx(0.075, abs=0.0005)
    # Section 2: 2.4 thousand cycles a packet sent and 2.6 thousand received, in the mean 2.5 thousand.
    assert part.driver_domain_cycles == (2400 + 2600) / 2
