"""Cases of MODELS.md section 3: states, targets, sharing, swapping, overhead."""

from typing import Final

from virtdesigner.engine import (
    balloon_slowdown,
    free_memory_thresholds,
    idle_tax_targets,
    swap_progress,
)
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.validation.case import EXACT, IDLE_TAX, Case
from virtdesigner.insight.validation.lab import Lab, disk, id_of, of_guest, run
from virtdesigner.model.parts import DiskGroup


def _threshold(memory_gib: float, rule: str, state: str) -> float:
    return float(getattr(free_memory_thresholds(memory_gib, rule), state))


def _entered(memory_gib: float, state: int, rule: str) -> float:
    """Free memory (MiB) at which a simulated host enters a state, while a guest takes 1 MiB/s more."""
    lab = Lab().host(
        memory=memory_gib * 1024, thresholds=rule, touch_time=4 * memory_gib * 1024, fill_time=1e7,
        ballooning=False,
        reclaim_rate=0.1
    ).guest("vm", memory_size=4 * memory_gib * 1024, working_set=100.0, start=1.0)  # fmt: skip
    simulation = Simulation(lab.design)
    free: list[float] = []
    while True:
        frame = simulation.step()
        if frame.hosts.memory_state[0] >= state:
            return sum(free[-2:]) / 2
        free.append(float(frame.hosts.memory_total[0] - frame.hosts.memory_used[0]))


def _target(
    total_mib: float, own_shares: float, own_active: float, other_shares: float, other_active: float
) -> float:
    """What one of two VMs of 256 MiB should hold."""
    return idle_tax_targets(
        [own_shares, other_shares], [256.0] * 2, [own_active, other_active], None, total_mib
    )[0]  # fmt: skip


def _held(memory_mib: float, own_share: float, other_share: float, weight: float) -> float:
    """What one of two VMs of 4 GiB holds on a small host, once both have used theirs for a while."""
    lab = Lab().host(memory=memory_mib)
    for name, share, shares in (("own", own_share, weight * 40_960.0), ("other", other_share, 40_960.0)):
        claims = {"memory_size": 4096.0, "memory_balloon_limit": 100.0, "memory_shares": shares}
        lab.guest(name, working_set=share, start=30.0, **claims)
    simulation, frame = run(lab, 600.0)
    own = frame.compiled.guest_ids.index(id_of("own"))
    taken = frame.guests.memory_ballooned[own] + frame.guests.memory_swapped[own]
    return float(simulation.state.touched[own] - taken)


def _swapping(missing_mib: float, device: str) -> float:
    """Progress of a VM whose memory limit lacks a part of its working set; one swap-in goes at a time.

    device: of the LUN that it swaps to, "" for none: 7 ms.
    """
    short = {"working_set": 100.0, "memory_limit": 1024.0 - missing_mib, "memory_tools": False}
    lab = Lab()
    if device:
        group = {"id": "group0", "name": "Disks", "device": device, "disks": 8, "raid": "0"}
        lab.host(fault_parallelism=1.0, compression=False, disk_groups=(DiskGroup.model_validate(group),))
        lab.add("lun", "lun", "host", queue_depth=1024).guest("vm", cpu=0.5, disks=disk(), **short)
        lab.link("disk", "vm/disk0", "lun")
    else:
        lab.host(fault_parallelism=1.0, compression=False).guest("vm", cpu=0.5, **short)
    return of_guest(run(lab, 120.0)[1], "progress", "vm")


def _taken(metric: str, limit_share: float, tools: bool) -> float:
    """Part of a VM's memory that one means has taken of it, when its own limit leaves it a small share."""
    lab = Lab().host(fill_time=60.0, compressible=100.0)
    limit = {"memory_limit": 4096.0 * limit_share, "memory_tools": tools}
    lab.guest("vm", memory_size=4096.0, working_set=5.0, **limit)
    return of_guest(run(lab, 300.0)[1], metric, "vm") / 4096.0


def _ballooned(reclaimed_share: float) -> float:
    """What a VM loses whose balloon holds a share of its memory that it can spare."""
    lab = Lab().host(fill_time=60.0)
    lab.guest("vm", cpu=0.5, memory_size=4096.0, memory_limit=4096.0 * (1 - reclaimed_share), working_set=5.0)
    return 1.0 - of_guest(run(lab, 600.0)[1], "progress", "vm")


WALDSPURGER: Final = "Waldspurger 2002; MODELS.md section 3"
MIN_FREE: Final = "VMware, minFree by tiers; MODELS.md section 3"
SWAP: Final = "p = 1/(1 + F0 * L); MODELS.md section 3"


CASES: Final = (
    *(
        Case(
            f"waldspurger-{state}", f"{name} of a host of 16 GiB", WALDSPURGER,
            {"memory_gib": 16.0, "rule": "share-of-host", "state": state}, mib, _threshold, "MiB",
        )
        for state, name, mib in (
            ("target", "Free memory aimed at, 6 %,", 983.04), ("soft", "Soft state, 4 %,", 655.36),
            ("hard", "Hard state, 2 %,", 327.68), ("low", "Low state, 1 %,", 163.84),
        )
    ),
    *(
        Case(
            f"min-free-{gib}", f"minFree of a host of {gib} GiB", MIN_FREE,
            {"memory_gib": float(gib), "rule": "min-free", "state": "target"}, mib, _threshold, "MiB",
        )
        # 6 % of 4 GiB is 245.76, 4 % of 8 GiB 327.68, 2 % of 16 GiB 327.68; 1 % of 36, 100 and 228 GiB
        # 368.64, 1024 and 2334.72: each rounded down.
        for gib, mib in ((4, 245.0), (12, 572.0), (28, 899.0), (64, 1267.0), (128, 1923.0), (256, 3233.0))
    ),
    *(
        Case(
            f"min-free-28-{state}", f"{state.capitalize()} state of a host of 28 GiB: {percent} % of 899",
            MIN_FREE,
            {"memory_gib": 28.0, "rule": "min-free", "state": state}, 8.99 * percent, _threshold, "MiB",
        )
        for state, percent in (("soft", 64), ("hard", 32), ("low", 16))
    ),
    *(
        Case(
            f"state-{name}-{rule}-simulated", f"Free memory at which a host of 16 GiB enters {name}, {by}",
            source,
            {"memory_gib": 16.0, "state": state, "rule": rule}, percent * whole, _entered, "MiB", 0.02,
            run="simulation",
        )
        # 245 + 327 + 81 are 653 MiB; 1 % of 16 GiB is 163.84.
        for rule, by, source, whole, percents in (
            ("min-free", "by tiers", MIN_FREE, 6.53, (64, 32, 16)),
            ("share-of-host", "by its size", WALDSPURGER, 163.84, (4, 2, 1)),
        )
        for name, state, percent in zip(("soft", "hard", "low"), (2, 3, 4), percents, strict=True)
    ),
    *(
        Case(
            f"idle-tax-{name}", f"Memory of {what}", WALDSPURGER,
            {"total_mib": total, "own_shares": shares, "own_active": active, "other_shares": 1.0,
             "other_active": other}, mib, _target, "MiB", IDLE_TAX,
        )
        # cost(P) = min(P, A) + 4 max(P - A, 0) in proportion to the shares.
        for name, what, total, shares, active, other, mib in (
            ("idle", "an idle VM beside an active one", 300.0, 1.0, 0.0, 256.0, 60.0),
            ("active", "an active VM beside an idle one", 300.0, 1.0, 256.0, 0.0, 240.0),
            ("even", "one of two idle VMs", 300.0, 1.0, 0.0, 0.0, 150.0),
            ("shares", "an idle VM of twice the shares beside an idle one", 300.0, 2.0, 0.0, 0.0, 200.0),
            # 132 of which 100 are active cost 100 + 4 * 32 = 228, as do the other 228.
            ("half", "a VM of 100 MiB active beside an active one", 360.0, 1.0, 100.0, 256.0, 132.0),
        )
    ),
    *(
        Case(
            f"idle-tax-{name}-simulated", f"Memory that {what} holds on a host of 4 GiB", WALDSPURGER,
            {"memory_mib": 4096.0, "own_share": own, "other_share": other, "weight": weight}, mib, _held,
            "MiB",
            IDLE_TAX, run="simulation",
        )
        # 4096 less 1.02 * 245 kept free and 2 * 48.65 of overhead are 3748.8: four fifths and one fifth.
        for name, what, own, other, weight, mib in (
            ("active", "an active VM beside an idle one", 100.0, 0.0, 1.0, 2999.0),
            ("idle", "an idle VM beside an active one", 0.0, 100.0, 1.0, 749.8),
            ("even", "one of two idle VMs", 0.0, 0.0, 1.0, 1874.4),
            ("shares", "an idle VM of twice the shares beside an idle one", 0.0, 0.0, 2.0, 2499.2),
        )
    ),
    *(
        Case(
            f"swap-{latency:g}ms", f"Progress with 1000 faults/s at {latency:g} ms, serial", SWAP,
            {"faults": 1000.0, "latency_ms": latency, "parallelism": 1.0}, progress, swap_progress, "", 0.005,
        )
        for latency, progress in ((0.1, 0.91), (7.0, 0.125))
    ),
    *(
        Case(
            f"swap-{device or 'none'}-simulated", f"Progress of a VM that misses 1000 pages/s, {what}", SWAP,
            # 39.0625 MiB are 10,000 pages, each used every 10 s.
            {"missing_mib": 39.0625, "device": device}, progress, _swapping, "", tolerance, run="simulation",
        )
        for device, what, progress, tolerance in (
            ("sata-ssd", "on a SATA SSD of 0.1 ms", 0.91, 0.01), ("", "of 7 ms each", 0.125, 0.01),
        )
    ),
    Case(
        "balloon-half", "Slowdown of dbench with half the memory ballooned", WALDSPURGER,
        {"reclaimed_share": 0.5},
        0.044, balloon_slowdown, "", EXACT, "calibrated",
    ),
    Case(
        "balloon-half-simulated", "Slowdown of a VM with half its memory ballooned", WALDSPURGER,
        {"reclaimed_share": 0.5}, 0.044, _ballooned, "", 0.01, "calibrated", "simulation",
    ),
    Case(
        "balloon-most", "Most of a VM's memory that its balloon takes", "VMware, CtlMaxPercent: 65 %",
        {"metric": "memory_ballooned", "limit_share": 0.1, "tools": True}, 0.65, _taken, "", 1e-6,
        run="simulation",
    ),
    Case(
        "compression-most", "Most of a VM's memory that is compressed, into a cache of 10 % of it",
        "VMware resource management guide: pages that fit 2 KiB, at most 10 % of a VM",
        {"metric": "memory_compressed", "limit_share": 0.1, "tools": False}, 0.2, _taken, "", 0.01,
        run="simulation",
    ),
)  # fmt: skip
"""Every case of this section."""
