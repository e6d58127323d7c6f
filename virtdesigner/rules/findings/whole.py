"""Findings about the design as a whole: whether there is anything to run."""

from collections.abc import Iterator

from virtdesigner.model.design import Design
from virtdesigner.model.parts import Processor, Workload
from virtdesigner.rules.findings.finding import Finding, error, warning
from virtdesigner.rules.findings.residents import Residents, is_on


def no_server(design: Design) -> Iterator[Finding]:
    """Without a server that is switched on no run means anything."""
    if not any(is_on(element) for element, _ in design.carrying(Processor)):
        yield error("no-server", blocks_run=True)


def nothing_to_run(design: Design) -> Iterator[Finding]:
    """Servers, but no load on any of them."""
    servers = [element for element, _ in design.carrying(Processor) if is_on(element)]
    loaded = any(guest.running and guest.workload for guest in design.derived(Residents).guests)
    if servers and not loaded and not any(server.carried(Workload) for server in servers):
        yield warning("nothing-to-run")
