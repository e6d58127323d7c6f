"""`virtdesigner explain`: who waits for CPU, swaps, is behind a full uplink or on slow disks, and why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner import resources, save
from virtdesigner.model.parts import DiskGroup, Flow, Nic, VirtualDisk

Command = Callable[..., Any]


def waiting() -> Plan:
    """Two cores for a victim that wants one and a neighbour that wants four with eight times its shares."""
    plan = Plan()
    name = host(plan, cores=2)
    plan.guest("victim", name, cpu=1.0, vcpus=1, cpu_shares=100)
    plan.guest("culprit", name, cpu=4.0, vcpus=4, cpu_shares=800)
    return plan


def swapping() -> Plan:
    """8 GiB for two guests of 6 GiB that use all of it."""
    plan = Plan()
    name = host(plan, memory=8192.0, ballooning=False)
    for guest in ("victim", "culprit"):
        plan.guest(guest, name, cpu=0.5, memory=6144.0, working_set=100.0)
    return plan


def behind_a_full_uplink() -> Plan:
    """1 Gb/s for a victim that sends 400 Mb/s and a neighbour that sends 2 Gb/s."""
    plan = Plan()
    name = host(plan, cores=16, nics=(Nic(id="nic0", name="nic0", speed=1000.0),))
    plan.virtual_switch("vs", name)
    plan.switch("sw")
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    for guest, rate in (("victim", 800.0), ("culprit", 2000.0)):
        plan.guest(guest, name, cpu=0.1, vcpus=4, flows=(Flow(id="f", name="f", rate=rate, packet=1400.0),))
        plan.link("vnic", f"{guest}/nic0", "vs")
    return plan


def on_slow_disks() -> Plan:
    """Two hard disks for a victim with 60 random reads a second and a neighbour with 900."""
    plan = Plan()
    disks = DiskGroup(id="group0", name="g", device="hdd", disks=2, raid="0", rpm=7200.0)
    name = host(plan, cores=8, disk_groups=(disks,))
    plan.lun("lun", "h", backing="group0")
    for guest, reads in (("victim", 120.0), ("culprit", 900.0)):
        disk = (VirtualDisk(id="disk0", name="d"),)
        plan.guest(guest, name, cpu=0.1, reads=reads, random_share=100.0, block=4.0, disks=disk)
        plan.link("disk", f"{guest}/disk0", "lun")
    return plan


CASES = {
    "cpu": (waiting, "host-cpu", "neighbour-within-share"),
    "memory": (swapping, "host-memory", "memory-user"),
    "network": (behind_a_full_uplink, "link-full", "link-user"),
    "storage": (on_slow_disks, "lun-busy", "disk-user-wants-more"),
}


@pytest.fixture
def explained(virtdesigner: Command, tmp_path: Path) -> Callable[..., Any]:
    def explain(plan: Plan, *words: str) -> Any:
        path = tmp_path / "site.vdt"
        save(plan.design(), path)
        return virtdesigner("explain", path, *words)

    return explain


@pytest.mark.parametrize("cause", CASES)
def test_it_names_the_cause_the_resource_and_the_culprit(cause: str, explained: Callable[..., Any]) -> None:
    make, resource, blame = CASES[cause]
    found = explained(make(), "victim", "--for", "4m", "--json").json
    assert found["cause"] == cause
    assert sum(found["lost"].values()) == pytest.approx(1 - found["progress"], abs=1e-9)
    codes = [said["code"] for said in found["chain"]]
    assert codes[0] == f"slow-{cause}"
    assert resource in codes
    blamed = [said["parameters"]["neighbour"] for said in found["chain"] if said["code"] == blame]
    assert blamed == [ident("culprit")]
    assert 0 < found["time"] <= 240


@pytest.mark.parametrize("cause", CASES)
def test_the_words_name_the_culprit_too(cause: str, explained: Callable[..., Any]) -> None:
    done = explained(CASES[cause][0](), "victim", "--for", "4m")
    assert done.code == 0
    assert "At its worst, after " in done.out
    assert "culprit" in done.out


@pytest.mark.parametrize(("cause", "resource"), [("cpu", "h"), ("storage", "lun")])
def test_a_resource_says_whom_it_holds_back(cause: str, resource: str, explained: Callable[..., Any]) -> None:
    found = explained(CASES[cause][0](), resource, "--for", "1m", "--json").json
    assert (found["progress"], found["shares"]) == (None, [])
    busy, *users = found["chain"]
    assert busy["code"] == {"cpu": "host-gives", "storage": "lun-busy"}[cause]
    assert {user["parameters"]["neighbour"] for user in users} == {ident("victim"), ident("culprit")}
    (held,) = [each for each in found["holds_back"] if each["resource"] == cause]
    assert set(held["victims"]) == {ident("victim"), ident("culprit")}


def test_who_gets_all_is_not_slow(explained: Callable[..., Any]) -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=4), cpu=1.0, vcpus=2)
    done = explained(plan, "vm", "--for", "10s")
    assert "Nothing holds it back, and it holds nobody back" in done.out


def test_a_guest_that_is_down_is_said_to_be_so_once(explained: Callable[..., Any]) -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=4, powered_on=False), cpu=1.0, vcpus=2)
    done = explained(plan, "vm", "--for", "10s")
    assert done.out.count("own ") == 1, done.out
    assert "  h is switched off" in done.out
    assert explained(plan, "vm", "--for", "10s", "--json").json["holds_back"] == []


@pytest.mark.parametrize("element", ["victim", "h"])
def test_json_follows_its_schema(element: str, explained: Callable[..., Any]) -> None:
    schema = json.loads(resources.path("schema", "explanation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(
        explained(waiting(), element, "--for", "20s", "--json").json
    )


def test_an_unknown_name_is_refused_with_those_alike(explained: Callable[..., Any]) -> None:
    done = explained(waiting(), "victm")
    assert done.code == 2
    assert "did you mean victim?" in done.err


def test_a_resource_that_nobody_waits_for_says_how_busy_it_is(explained: Callable[..., Any]) -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=4), cpu=1.0, vcpus=2)
    done = explained(plan, "h", "--for", "10s")
    assert "At the end, after 10 s:" in done.out
    assert "h has 4 cores; guests on it ask for 1" in done.out
    assert done.out.endswith("Nobody waits for it\n")


def test_who_is_named_as_a_neighbour_does_not_hold_nobody_back(explained: Callable[..., Any]) -> None:
    plan = waiting()
    plan.guest("calm", "h hv", cpu=0.2, vcpus=1, cpu_reservation=0.5, cpu_shares=9000)
    found = explained(plan, "calm", "--for", "20s", "--json").json
    (shared,) = found["shares"]
    assert (shared["element"], shared["resource"]) == (ident("h"), "cpu")
    assert ident("victim") in shared["victims"]
    done = explained(plan, "calm", "--for", "20s")
    assert "holds nobody back" not in done.out
    assert "It uses what others wait for: h: 2 guests wait for CPU" in done.out


def test_one_that_is_switched_off_is_off(explained: Callable[..., Any]) -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=4), cpu=1.0, vcpus=2, powered_on=False)
    done = explained(plan, "vm", "--for", "10s")
    assert "Switched off" in done.out
    assert "%" not in done.out


def test_a_vm_says_that_its_containers_wait(explained: Callable[..., Any]) -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=8), cpu=0.0, vcpus=2)
    plan.engine("engine", "vm")
    for name in ("one", "two", "three"):
        plan.container(name, "engine", cpu=2.0)
    done = explained(plan, "vm", "--for", "20s")
    assert "3 containers in it wait for its vCPUs" in done.out
    # Whoever asks about the engine is told of the VM that it works in.
    assert "3 guests wait for CPU" in explained(plan, "engine", "--for", "20s").out


def test_simulate_and_explain_agree_on_what_holds_a_guest_back(
    virtdesigner: Command, explained: Callable[..., Any], tmp_path: Path
) -> None:
    plan = waiting()
    save(plan.design(), tmp_path / "same.vdt")
    run = virtdesigner("simulate", tmp_path / "same.vdt", "--for", "20s", "--json").json
    for guest in run["guests"]:
        found = explained(plan, guest["id"], "--for", "20s", "--json").json
        assert (found["cause"], found["progress"]) == (guest["limited_by"], guest["progress"])
