"""Which host those parts of the window show that are about one."""

from virtdesigner.kinds import PhysicalServer
from virtdesigner.model.design import Design
from virtdesigner.rules.visibility import server_of


def server_shown(design: Design, selection: tuple[str, ...], before: str | None) -> str | None:
    """The server of the selection, else the one shown before, else the first that something is on."""
    chosen = (server_of(design, id) for id in selection if id in design.elements)
    found = next((id for id in chosen if id), None)
    if found or before in design.elements:
        return found or before
    servers = [e for e in design.elements.values() if isinstance(e, PhysicalServer)]
    first = min(servers, key=lambda e: (not design.children(e.id), e.name), default=None)
    return first.id if first else None
