"""Every preset: valid for its kind, with a source for each figure, and in the list of its time."""

from collections.abc import Iterator
from typing import Any

import pytest

from virtdesigner.kinds import KINDS
from virtdesigner.kinds.presets import GENERIC, MARKS, PART, PRESETS, Preset, Source, preset, presets
from virtdesigner.kinds.presets.preset import by_id, is_number, published, whole
from virtdesigner.model import parts
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.parts import DiskGroup, Hba, MachineMemory, MemoryPolicy, Nic, Processor
from virtdesigner.model.record import Frozen, source_id

ALL = list(PRESETS.values())
each = pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)


def target(one: Preset) -> Frozen:
    """A fresh element or part that the preset is for."""
    if one.kind.startswith(PART):
        part: type[Frozen] = getattr(parts, one.kind.removeprefix(PART))
        return part.model_validate({"id": "part", "name": "part"})
    return KINDS[one.kind](id=source_id("test", one.id), kind=one.kind, name="mine")


def named_fields(kind: type[Frozen], path: str = "") -> Iterator[tuple[str, FieldSpec]]:
    for field in specs(kind):
        yield f"{path}{field.name}", field
        if field.part is not None and issubclass(field.part, Frozen):
            yield from named_fields(field.part, f"{path}{field.name}.")


@each
def test_it_is_valid_for_its_kind(one: Preset) -> None:
    after = target(one).replace(**one.values)
    assert {name: getattr(after, name) for name in one.values} == dict(one.values)


@each
def test_every_value_that_it_sets_has_a_source(one: Preset) -> None:
    missing = [path for path, _ in one.figures() if one.source_of(path) is None]
    assert missing == []


@each
def test_every_number_is_named_by_its_source_itself(one: Preset) -> None:
    for path, value in one.figures():
        if is_number(value):
            source = one.source_of(path)
            assert source is not None
            assert path in source.fields


@each
def test_its_years_have_sources_and_are_in_order(one: Preset) -> None:
    assert one.source_of("since") is not None
    assert one.until is None or one.source_of("until") is not None
    assert 1960 < one.since <= (one.until or 2100)


@each
def test_sources_say_something_and_name_fields_that_there_are(one: Preset) -> None:
    fields = {path for path, _ in named_fields(type(target(one)))} | {"since", "until"}
    for source in one.sources:
        assert source.mark in MARKS
        assert source.says.endswith(".")
        assert source.document
        assert set(source.fields) <= fields


@each
def test_a_source_that_names_a_figure_is_about_one_that_the_preset_sets(one: Preset) -> None:
    numbers = {path for path, field in named_fields(type(target(one))) if field.form == "quantity"}
    set_ones = {path for path, _ in one.figures()}
    named = {path for source in one.sources for path in source.fields}
    assert named & numbers <= set_ones


@each
def test_labels_are_short_and_unlike_others(one: Preset) -> None:
    assert 2 < len(one.label) <= 60
    assert [other.id for other in ALL if other.label == one.label and other.kind == one.kind] == [one.id]


@pytest.mark.parametrize("one", [one for one in ALL if one.group == GENERIC], ids=lambda one: one.id)
def test_a_class_of_devices_is_labelled_generic(one: Preset) -> None:
    assert one.label.endswith("(generic)") or one.kind == "cloud-service"


KINDS_WITH_PRESETS = sorted({one.kind for one in ALL})


def test_there_are_presets_of_every_kind_that_has_figures_of_its_own() -> None:
    assert {
        "hypervisor", "container-engine", "physical-server", "physical-switch", "storage-array",
        "cloud-service", "part:Nic", "part:Hba", "part:DiskGroup",
    } == set(KINDS_WITH_PRESETS)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS_WITH_PRESETS)
def test_the_list_of_2006_has_nothing_that_came_later_or_was_gone(kind: str) -> None:
    offered = presets(kind, "2006")
    assert offered
    assert [one.id for one in offered if one.since > 2006 or (one.until or 2006) < 2006] == []


@pytest.mark.parametrize("kind", KINDS_WITH_PRESETS)
def test_the_list_of_today_has_nothing_that_was_withdrawn(kind: str) -> None:
    offered = presets(kind, "today")
    assert offered
    assert [one.id for one in offered if one.until is not None] == []


@pytest.mark.parametrize(("id", "in_2006", "today"), [
    ("esx-2", True, False),
    ("esx-4", False, False),
    ("esxi-6.7", False, False),
    ("esxi-8", False, True),
    ("xen-3-pv", True, False),
    ("kvm", False, True),
    ("hyper-v-2008", False, False),
    ("virtual-server-2005", True, False),
    ("openvz", True, True),
    ("docker", False, True),
    ("prsm", True, True),
    ("dl380-g5", True, False),
    ("ethernet-1g", True, True),
    ("array-nvme", False, True),
])  # fmt: skip
def test_what_one_would_have_chosen_when(id: str, in_2006: bool, today: bool) -> None:
    one = preset(id)
    assert (one in presets(one.kind, "2006"), one in presets(one.kind)) == (in_2006, today)


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(KeyError):
        preset("esxi-99")


def test_two_presets_may_not_have_one_id() -> None:
    with pytest.raises(ValueError, match="two presets have the id 'esxi-8'"):
        by_id([preset("esxi-8"), preset("esxi-8")])


def a_preset(values: dict[str, Any], *sources: Source) -> Preset:
    return Preset("test", "physical-server", "Test", "Test", 2000, None, whole(**values), sources)


def test_a_source_of_a_whole_part_covers_words_but_no_number() -> None:
    processor = Processor(sockets=4, model="One", hyperthreading=True)
    one = a_preset({"processor": processor}, published("processor", "Something.", "A book (2000)"))
    assert one.source_of("processor.model") is not None
    assert one.source_of("processor.hyperthreading") is not None
    assert one.source_of("processor.sockets") is None


def test_only_what_is_set_is_a_figure() -> None:
    values = {
        "memory": MachineMemory(size=1024),
        "nics": (Nic(id="a", name="a", speed=1000), Nic(id="b", name="b")),
        "powered_on": True,
    }
    assert list(a_preset(values).figures()) == [
        ("memory.size", 1024), ("nics.speed", 1000), ("powered_on", True)
    ]  # fmt: skip


def test_a_preset_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        preset("esxi-8").values["memory_policy"] = MemoryPolicy()  # type: ignore[index]


def test_the_sr_iov_adapter_has_the_functions_of_ixgbe() -> None:
    # MODELS.md section 4: ixgbe 63 virtual functions [P].
    one = preset("nic-10g-sriov")
    assert one.values["virtual_functions"] == 63
    source = one.source_of("virtual_functions")
    assert source is not None
    assert source.mark == "P"


def test_fibre_channel_queues_are_those_of_the_driver() -> None:
    # MODELS.md section 5: HBA 8192 (lpfc).
    for one in ALL:
        if one.kind == "part:Hba":
            assert Hba(id="a", name="a", **one.values).queue_depth == 8192


def test_hard_disks_turn_at_the_rates_of_their_class() -> None:
    disks = [DiskGroup(id="a", name="a", **one.values) for one in ALL if one.kind == "part:DiskGroup"]
    assert {group.rpm for group in disks if group.device == "hdd"} <= {7_200, 10_000, 15_000}


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("esx-4", False), ("esxi-8", True), ("hyper-v-2008", False), ("xen-hvm", False),
        ("kvm", False), ("workstation-17", False),
    ],
)  # fmt: skip
def test_only_products_that_lay_out_nodes_by_themselves_show_them(id: str, shown: bool) -> None:
    found = next((one for one in ALL if one.id == id), None)
    assert found is not None, sorted(one.id for one in ALL if one.kind == "hypervisor")
    assert found.values["virtualisation"].virtual_numa is shown
