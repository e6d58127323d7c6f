"""Normal weights of guests, against MODELS.md section 1."""

from virtdesigner.engine.estimates import SHARES_PER_VCPU, SHARES_PER_VM
from virtdesigner.kinds.weights import WEIGHTS
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import Virtualisation


def test_every_scheduler_has_a_normal_weight_with_a_source() -> None:
    assert list(WEIGHTS) == [value for value, _ in spec(Virtualisation, "scheduler").choices]
    assert all(weight.document and weight.mark in ("P", "E") for weight in WEIGHTS.values())


def test_weights_are_those_of_the_products() -> None:
    # MODELS.md section 1: normal 1000 per vCPU; Xen 256; cpu.weight 100; Hyper-V 100. POWER 128, z/VM 100.
    assert {name: weight.value for name, weight in WEIGHTS.items() if weight.mark == "P"} == {
        "esxi": 1000, "xen-credit": 256, "cfs": 100, "hyper-v": 100, "power": 128, "zvm": 100
    }  # fmt: skip


def test_only_esxi_counts_by_vcpu_and_a_run_uses_these_weights() -> None:
    assert dict(SHARES_PER_VCPU) == {"esxi": 1000}
    assert set(SHARES_PER_VM) == set(WEIGHTS) - {"esxi"}
    assert all(SHARES_PER_VM[name] == WEIGHTS[name].value for name in SHARES_PER_VM)
