"""Cases of MODELS.md section 2: what each virtualisation technique costs."""

from typing import Final

from virtdesigner.engine import instruction_mix_cost, page_walk_references
from virtdesigner.engine.packet_costs import HOSTED_CYCLES, cpu_bound_mb_s
from virtdesigner.insight.validation.benchmarks import MIXES, Rates, paging_factor, slowdown
from virtdesigner.insight.validation.case import EXACT, MACRO, Case
from virtdesigner.insight.validation.lab import Lab, of_guest, run

ADAMS_GHZ: Final = 3.8


def _operation(technique: str, native_cycles: float, operation: str, clock_ghz: float) -> float:
    """Cycles of one operation that natively takes some, all of them kernel code that costs nothing more."""
    mix = Rates(0.0, 0.0, 0.0, 0.0, 0.0)._replace(**{operation: clock_ghz * 1e9 / native_cycles})
    return native_cycles * instruction_mix_cost(technique, clock_ghz, kernel_factor=1.0, **mix._asdict())


def _time(benchmark: str, technique: str, native: float, clock_ghz: float) -> float:
    return native * slowdown(benchmark, technique, clock_ghz)


def _rate(benchmark: str, technique: str, native: float, clock_ghz: float) -> float:
    return native / slowdown(benchmark, technique, clock_ghz)


def _calibrated_time(benchmark: str, native: float, shadowed: float, clock_ghz: float) -> float:
    """Time under binary translation, with the paging that explains the time on the first hardware."""
    paging = paging_factor(benchmark, "shadowed", clock_ghz, shadowed / native)
    return native * slowdown(benchmark, "binary-translation", clock_ghz, paging)


def _calibrated_rate(benchmark: str, native: float, shadowed: float, clock_ghz: float) -> float:
    return native**2 / _calibrated_time(benchmark, native, native**2 / shadowed, clock_ghz)


def _build_run(native: float, shadowed: float, clock_ghz: float, technique: str) -> float:
    """Time of a simulated batch job with the instruction mix of `_calibrated_time`."""
    paging = paging_factor("kernel-compile", "shadowed", clock_ghz, shadowed / native)
    mix = MIXES["kernel-compile"].paging(paging)
    lab = Lab().host(cores=1, clock=clock_ghz, technique=technique, nested_paging=False)
    lab.guest("vm", cpu=1.0, pattern="batch", work=native, **mix.fields())
    return float(run(lab, 2.5 * native, 10.0)[0].state.finished[0])


def _simulated_rate(
    benchmark: str, native: float, shadowed: float, clock_ghz: float, technique: str
) -> float:
    """Throughput of a simulated guest that keeps its core busy.

    shadowed: the throughput from which its paging was calibrated; 0 for the mix as it is.
    """
    paging = paging_factor(benchmark, "shadowed", clock_ghz, native / shadowed) if shadowed else 1.0
    lab = Lab().host(cores=1, clock=clock_ghz, technique=technique, nested_paging=False)
    lab.guest("vm", cpu=1.0, **MIXES[benchmark].paging(paging).fields())
    return native * of_guest(run(lab, 5.0)[1], "progress", "vm")


def _exits(exits: float, clock_ghz: float, generation: str) -> float:
    """What exits add to a core-second of a guest with nested paging."""
    with_exits = instruction_mix_cost("nested", clock_ghz, exits=exits, generation=generation)
    return with_exits - instruction_mix_cost("nested", clock_ghz)


def _hosted(clock_ghz: float, optimised: bool) -> float:
    return cpu_bound_mb_s(clock_ghz, HOSTED_CYCLES["optimised" if optimised else "early"])


ADAMS: Final = "Adams & Agesen 2006, appendix; MODELS.md section 2"
AGESEN: Final = "Agesen 2012, table 1, and 3000 cycles in all on the last; MODELS.md section 2"

_FORK: Final = (
    "How often a fork faults and writes page tables wasn't published. With the costs measured for each, "
    "both times fit only if it writes page tables a tenth as often as it faults; a build does so 2.6 times "
    "as often."
)

_MICRO: Final = (
    ("system call", "system_calls", 242.0, (("binary-translation", 2308.0), ("shadowed", 246.0))),
    ("page fault", "page_faults", 1093.0, (("binary-translation", 3927.0), ("shadowed", 11_242.0))),
)

_NAMES: Final = {
    "binary-translation": "under binary translation",
    "shadowed": "on hardware of the first generation",
}

CASES: Final = (
    *(
        Case(
            f"adams-{operation}-{technique}", f"Cycles of a {name} {_NAMES[technique]}", ADAMS,
            {"technique": technique, "native_cycles": native, "operation": operation, "clock_ghz": ADAMS_GHZ},
            cycles, _operation, "cycles", 0.03, "calibrated",
        )
        for name, operation, native, results in _MICRO
        for technique, cycles in results
    ),
    Case(
        "adams-compile-bt",
        "Kernel compile under binary translation, calibrated on hardware", ADAMS,
        {"benchmark": "kernel-compile", "native": 265.0, "shadowed": 483.0, "clock_ghz": ADAMS_GHZ}, 393.0,
        _calibrated_time, "s", MACRO,
    ),
    Case(
        "adams-compile-bt-simulated",
        "Kernel compile as a batch job under binary translation, calibrated on hardware", ADAMS,
        {"native": 265.0, "shadowed": 483.0, "clock_ghz": ADAMS_GHZ, "technique": "binary-translation"},
        393.0,
        _build_run, "s", MACRO, run="simulation",
    ),
    Case(
        "adams-compile-hw-simulated", "Kernel compile as a batch job on hardware of the first generation",
        ADAMS,
        {"native": 265.0, "shadowed": 483.0, "clock_ghz": ADAMS_GHZ, "technique": "hardware-assisted"}, 483.0,
        _build_run, "s", 0.005, "calibrated", "simulation",
    ),
    Case(
        "adams-forkwait-bt", "40,000 forks under binary translation, calibrated on hardware", ADAMS,
        {"benchmark": "forkwait", "native": 6.02, "shadowed": 106.4, "clock_ghz": ADAMS_GHZ}, 36.95,
        _calibrated_time, "s", MACRO, reason=_FORK,
    ),
    Case(
        "adams-large-ram-bt", "Large RAM under binary translation, calibrated on hardware", ADAMS,
        {"benchmark": "large-ram", "native": 335.44, "shadowed": 67.13, "clock_ghz": ADAMS_GHZ}, 175.0,
        _calibrated_rate, "op/s", MACRO,
    ),
    *(
        Case(
            f"adams-specjbb-{technique}", f"SPECjbb {_NAMES[technique]}", ADAMS,
            {"benchmark": "user-code", "technique": technique, "native": 9608.0, "clock_ghz": ADAMS_GHZ},
            measured,
            _rate, "op/s", MACRO,
        )
        for technique, measured in (("binary-translation", 9430.0), ("shadowed", 9528.0))
    ),
    Case(
        "adams-large-ram-bt-simulated",
        "Large RAM in a guest under binary translation, calibrated on hardware", ADAMS,
        {"benchmark": "large-ram", "native": 335.44, "shadowed": 67.13, "clock_ghz": ADAMS_GHZ,
         "technique": "binary-translation"}, 175.0, _simulated_rate, "op/s", MACRO, run="simulation",
    ),
    *(
        Case(
            f"adams-specjbb-{technique}-simulated", f"SPECjbb in a guest {_NAMES[name]}", ADAMS,
            {"benchmark": "user-code", "native": 9608.0, "shadowed": 0.0, "clock_ghz": ADAMS_GHZ,
             "technique": technique}, measured, _simulated_rate, "op/s", MACRO, run="simulation",
        )
        for technique, name, measured in (
            ("binary-translation", "binary-translation", 9430.0), ("hardware-assisted", "shadowed", 9528.0),
        )
    ),
    *(
        Case(
            f"walk-{guest}-{host}", what, "Bhargava 2008; MODELS.md section 2",
            {"guest_levels": guest, "host_levels": host}, references, page_walk_references, "references",
            EXACT,
        )
        for guest, host, what, references in ((4, 0, "Native page walk", 4.0), (4, 4, "Nested page walk",
        24.0))
    ),
    *(
        Case(
            f"exit-{generation}", f"100,000 exits a second on {name} of 3 GHz", AGESEN,
            {"exits": 1e5, "clock_ghz": 3.0, "generation": generation}, (hardware + 2216) * 1e5 / 3e9, _exits,
            "cores",
            EXACT, "calibrated",
        )
        for generation, name, hardware in (
            ("prescott", "Prescott", 3963), ("merom", "Merom", 1579), ("penryn", "Penryn", 1266),
            ("nehalem", "Nehalem", 1009), ("westmere", "Westmere", 761), ("sandy-bridge", "Sandy Bridge",
            784),
        )
    ),
    Case(
        "sugerman-scaling", "An optimised 350 MHz machine sends as much as an early one of 733 MHz",
        "Sugerman 2001, figure 6; MODELS.md section 2", {"clock_ghz": 0.35, "optimised": True},
        _hosted(0.733, optimised=False), _hosted, "Mb/s", MACRO,
    ),
)  # fmt: skip
"""Every case of this section."""
