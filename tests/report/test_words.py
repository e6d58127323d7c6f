"""Codes become sentences: every code has its template, every template its parameters, numbers read well."""

import ast
import re
from itertools import combinations
from pathlib import Path
from string import Formatter

import pytest

from tests.building import id_of, two_hosts
from tests.rules.finding_cases import Case
from tests.rules.test_findings import CASES
from virtdesigner.engine.frame import CAUSES
from virtdesigner.kinds import KINDS
from virtdesigner.model.messages import Message, message
from virtdesigner.report.words import ID_PARAMETERS, TEMPLATES, counted, fix, names_of, noun, repair, sentence
from virtdesigner.report.words_design import LINK_NOUNS
from virtdesigner.report.words_findings import FINDINGS
from virtdesigner.report.words_fixes import FIXES, REPAIRS
from virtdesigner.report.words_run import CAUSE_LABELS
from virtdesigner.rules.findings import find
from virtdesigner.rules.findings import fixes as rules_fixes
from virtdesigner.rules.links import LINKS

SOURCE = Path(__file__).resolve().parents[2] / "virtdesigner"
MAKERS = {"message", "error", "warning", "info"}
NOT_PARAMETERS = {"field", "blocks_run"}


def codes() -> dict[str, set[str]]:
    """Each code that the source makes a message of, with the parameters that it always has."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ):
            if isinstance(call.func, ast.Name) and call.func.id in MAKERS and call.args:
                code = call.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    given = {word.arg for word in call.keywords if word.arg} - NOT_PARAMETERS
                    if any(word.arg is None for word in call.keywords):
                        given = wanted(TEMPLATES.get(code.value, ""))
                    found[code.value] = found.get(code.value, given) & given
    return found


def wanted(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


CODES = codes()


def words(said: Message) -> str:
    return sentence(said, names_of(two_hosts().design))


def test_the_source_is_full_of_codes() -> None:
    assert {"cannot-lie-in", "different-vlans", "lun-masked", "memory-over-allocated"} <= CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_template_with_parameters_it_gets(code: str) -> None:
    assert code in TEMPLATES
    assert wanted(TEMPLATES[code]) <= CODES[code]
    assert wanted(FIXES.get(code, "")) <= CODES[code]
    assert wanted(REPAIRS.get(code, "")) <= CODES[code]


def test_fixes_are_of_known_codes() -> None:
    assert FIXES.keys() <= TEMPLATES.keys()


@pytest.mark.parametrize("template", [*TEMPLATES.values(), *FIXES.values(), *REPAIRS.values()])
def test_templates_are_plain(template: str) -> None:
    assert not template.endswith((".", "!", " "))
    assert "!" not in template


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_of_lost_time_has_its_words(cause: str) -> None:
    assert cause in CAUSE_LABELS
    said = words(message("not-slow" if cause == "none" else f"slow-{cause}", guest=id_of("a1"), share=0.31))
    assert said.startswith(("Slow: ", "Not slow: ", "Down "))
    assert cause == "none" or "31 %" in said


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause != "none"])
@pytest.mark.parametrize("count", [1, 3])
def test_every_bottleneck_has_its_words(cause: str, count: int) -> None:
    said = words(message(f"bottleneck-{cause}", element=id_of("host-a"), count=count, share=0.5))
    assert said.startswith("host-a: ")
    assert f"{count} guest" in said
    assert ("guests" in said) == (count > 1)


def test_every_kind_of_link_has_a_noun() -> None:
    assert LINK_NOUNS.keys() == LINKS.keys()


def test_a_bottleneck_in_words() -> None:
    said = message("bottleneck-cpu", element=id_of("host-a"), count=2, share=0.314)
    assert words(said) == "host-a: 2 guests wait for CPU 31 % of the time"


def test_a_finding_in_words() -> None:
    said = message(
        "memory-over-allocated", host=id_of("host-a"), share=1.42, allocated=23_265.28, size=16_384
    )
    assert words(said) == "host-a: memory 142 % allocated (22.7 GiB of 16 GiB)"


@pytest.mark.parametrize(("count", "expected"), [
    (1, "vs-a has no uplink, and 1 guest on it talks beyond it"),
    (2, "vs-a has no uplink, and 2 guests on it talk beyond it"),
])  # fmt: skip
def test_one_and_many(count: int, expected: str) -> None:
    assert words(message("switch-without-uplink", switch=id_of("vs-a"), count=count)) == expected


def test_a_refusal_in_words() -> None:
    said = message("cannot-lie-in", kind="hypervisor", parent_kind="", kinds="physical-server")
    assert words(said) == "A hypervisor can't lie in the design itself; it may lie in a server"


def test_kinds_that_cannot_be_drawn_are_not_offered() -> None:
    kinds = ",cluster,hypervisor,teapot"
    said = words(message("cannot-lie-in", kind="virtual-machine", parent_kind="lun", kinds=kinds))
    assert said == (
        "A virtual machine can't lie in a LUN; it may lie in the design itself, a cluster or a hypervisor"
    )


def test_a_reason_is_a_sentence_within_a_sentence() -> None:
    said = message(
        "flow-blocked", element=id_of("a1"), flow="Backup", reason="different-vlans",
        reason_element=id_of("a1"), reason_vlan=10, reason_peer=id_of("a3"), reason_peer_vlan=0,
    )  # fmt: skip
    assert words(said) == (
        "a1: flow Backup goes nowhere: a1 is in VLAN 10, a3 in no VLAN, and nothing joins the two"
    )


def test_a_sentence_begins_with_a_capital_but_leaves_names_alone() -> None:
    cut = message("lun-not-cabled", lun=id_of("lun-a"), host=id_of("host-b"))
    assert words(cut) == "No cables lead from host-b to the storage that holds lun-a"
    assert words(message("powered-off", element=id_of("a1"))) == "a1 is switched off"


def test_fields_are_called_by_their_labels() -> None:
    said = message(
        "assumed-fields",
        element=id_of("a1"),
        kind="virtual-machine",
        fields="workload.reads,memory.size,gone",
    )
    assert words(said) == "a1: assumed, not read: workload reads, memory size, gone"


def test_a_link_is_called_by_what_it_joins() -> None:
    drawing = two_hosts()
    name = names_of(drawing.design)
    assert name(drawing.link_id("cable host-a:nic0")) == "host-a nic0 – tor"
    assert name("unknown") == "unknown"


def test_a_link_that_was_assumed_takes_the_right_article() -> None:
    said = message("assumed-link", link="uplink", source=id_of("vs-a"), target=id_of("host-a"))
    assert words(said) == "An uplink between vs-a and host-a was assumed: the source doesn't have it"


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_every_finding_reads_as_a_sentence(case: Case) -> None:
    design = case.make().design
    for finding in find(design):
        for word in (sentence, fix, repair):
            said = word(finding.message, names_of(design))
            assert "..." not in said
            assert "{" not in said
            assert not re.search("[0-9a-f]{8}-", said), "an id is no name"


def test_what_can_be_mended_says_what_the_fix_does() -> None:
    assert REPAIRS.keys() == rules_fixes.FIXES.keys()


def test_every_finding_says_what_to_do_unless_its_reason_does() -> None:
    assert FINDINGS.keys() - FIXES.keys() == {"flow-blocked", "flows-blocked"}


def test_a_link_may_be_named_as_well_as_its_kind() -> None:
    drawing = two_hosts()
    cable = drawing.link_id("cable host-a:nic0")
    said = message("link-full", link=cable, used=9412.0, capacity=9415.0)
    assert sentence(said, names_of(drawing.design)) == "host-a nic0 – tor carries 9,412 of 9,415 Mb/s"


def test_a_parameter_that_is_missing_leaves_a_gap() -> None:
    assert words(message("powered-off")) == "... is switched off"


def test_what_to_do_about_it() -> None:
    names = names_of(two_hosts().design)
    said = message("vlan-not-carried", element=id_of("a-vlan10"), vlan=10, switch=id_of("tor"))
    assert fix(said, names) == "Allow the VLAN on tor"
    assert fix(message("powered-off", element=id_of("a1")), names) == ""


def test_a_code_without_template_is_shown_as_it_is() -> None:
    assert words(message("brand-new", count=3)) == "brand-new count=3"


def test_templates_and_kinds_go_through_the_translator() -> None:
    korean = {
        "{parent} holds {kind:a} already": "{parent}에 이미 {kind}이(가) 있습니다",
        "Hypervisor": "하이퍼바이저",
    }
    said = message("holds-one-already", parent=id_of("host-a"), kind="hypervisor", parent_kind="")
    names = names_of(two_hosts().design)
    assert (
        sentence(said, names, lambda text: korean.get(text, text))
        == "host-a에 이미 하이퍼바이저이(가) 있습니다"
    )


@pytest.mark.parametrize(("kind", "expected"), [
    ("virtual-machine", "virtual machine"), ("lun", "LUN"), ("vlan", "VLAN"),
    ("storage-array", "storage array"), ("", "the design itself"), ("resource-pool", "resource pool"),
])  # fmt: skip
def test_kinds_are_nouns(kind: str, expected: str) -> None:
    assert noun(kind) == expected


def test_kind_names_never_reach_a_sentence() -> None:
    for kind in KINDS:
        said = message("cannot-connect", source_kind=kind, target_kind="external-network")
        article = "an" if noun(kind)[0] in "aeiou" else "a"
        assert words(said) == f"Nothing joins {article} {noun(kind)} and an external network"


def test_a_problem_found_below_keeps_its_own_words() -> None:
    assert words(message("cannot-edit", problem="it is too large")).endswith("it is too large")


def test_ids_are_recognised_by_the_names_of_parameters() -> None:
    for name in ID_PARAMETERS:
        assert "_" not in name


def test_every_kind_can_be_counted() -> None:
    assert {counted(kind, 1) for kind in KINDS} >= {"1 LUN", "1 virtual machine"}
    assert counted("physical-switch", 3) == "3 switches"
    assert counted("virtual-machine", 1250) == "1,250 virtual machines"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_was_taken_of_memory_is_told_by_what_there_is(count: int) -> None:
    amounts = {"ballooned": 600.0, "compressed": 3.0, "swapped": 40.0}
    for told in combinations(amounts, count):
        said = words(message("-".join(("reclaimed", *told)), **{name: amounts[name] for name in told}))
        assert [name in said for name in ("balloon", "compress", "swap")] == [
            name in told for name in amounts
        ]
        assert said.count("MiB") == count


def test_containers_in_a_vm_are_counted() -> None:
    vm = id_of("a1")
    assert words(message("inside-waits", element=vm, count=1)) == "1 container in it waits for its vCPUs"
    assert words(message("inside-held", element=vm, count=3)) == "3 containers in it are held back"
