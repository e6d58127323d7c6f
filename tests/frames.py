"""Frames made by hand, for tests of whatever reads them."""

from collections.abc import Sequence
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import numpy as np

from virtdesigner.engine.frame import (
    CAUSES,
    Answers,
    Event,
    Frame,
    GuestFrame,
    HostFrame,
    LinkFrame,
    LunFrame,
)
from virtdesigner.model.design import Design

UNSET = {"finished": -1.0}
"""What a column has where nothing is said of it, if not 0."""

TABLES = {"guests": GuestFrame, "hosts": HostFrame, "links": LinkFrame, "luns": LunFrame}


def compiled(
    guests: tuple[str, ...] = (),
    hosts: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
    luns: tuple[str, ...] = (),
    design: Design | None = None,
) -> Any:
    """What a frame knows of its design: the ids of its rows."""
    return SimpleNamespace(
        guest_ids=guests,
        host_ids=hosts,
        link_ids=links,
        lun_ids=luns,
        element_ids=(*hosts, *guests, *links, *luns),
        **_nobody_uses_anything(len(guests), len(luns)),
        guests=SimpleNamespace(lanes=np.full(len(guests), 1024.0), carrier=np.full(len(guests), -1)),
        hosts=SimpleNamespace(speed=np.ones(len(hosts))),
        design=design or Design.of(),
    )


def _nobody_uses_anything(guests: int, luns: int) -> dict[str, Any]:
    """Tables of flows, I/O and services without a row."""
    none, no_row = np.zeros(0), np.zeros(0, dtype=np.int64)
    flows = SimpleNamespace(
        link_index=no_row, flow_index=no_row, guest=no_row, io=no_row, rate=none, part=none, reads=none > 0
    )
    ios = SimpleNamespace(guest=no_row, group=no_row, share=none, block=none, is_cut=none > 0)
    stores = SimpleNamespace(
        ios=ios, reads=np.zeros(guests), writes=np.zeros(guests),
        space=SimpleNamespace(lun=no_row, growth=none),
        ports=SimpleNamespace(element=no_row), slots=SimpleNamespace(pair=no_row, io=no_row),
        lun_group=np.full(luns, -1), service=SimpleNamespace(read_s=none, write_s=none),
    )  # fmt: skip
    services = SimpleNamespace(domain=no_row, guest=no_row, of_traffic=none, of_io=none)
    return {"flows": flows, "stores": stores, "services": services}


def frame(of: Any, time: float = 1.0, dt: float = 1.0, events: Sequence[Event] = (), **values: Any) -> Frame:
    """A frame of a compiled design. Columns as `guests_cpu_granted=[...]`; others are 0, or as in UNSET."""
    tables = {name: _table(kind, name, of, values) for name, kind in TABLES.items()}
    assert not values, f"no such columns: {sorted(values)}"
    return Frame(
        compiled=of, step=round(time / dt), time=time, dt=dt, converged=True, events=tuple(events), **tables
    )


def arrays(frame: Frame) -> list[Any]:
    """All columns of a frame."""
    tables = (frame.guests, frame.hosts, frame.links, frame.luns)
    stored = [
        getattr(table, name)
        for table in tables
        for name in table.__slots__
        if name not in ("delay", "entitle", "answer")
    ]
    return [*stored, frame.guests.cpu_entitlement, frame.guests.network_latency, *frame.guests.answers]


def _table(kind: Any, name: str, of: Any, values: dict[str, Any]) -> Any:
    rows = len(getattr(of, f"{name.removesuffix('s')}_ids"))
    columns: dict[str, Any] = {}
    if kind is GuestFrame:
        entitlement = np.asarray(values.pop("guests_cpu_entitlement", np.zeros(rows)), dtype=float)
        columns["entitle"] = lambda: entitlement
        latency = np.asarray(values.pop("guests_network_latency", np.zeros(rows)), dtype=float)
        columns["delay"] = lambda: latency
        rate = np.asarray(values.pop("guests_answered", np.zeros(rows)), dtype=float)
        parts = np.asarray(values.pop("guests_answer_parts", np.zeros((rows, len(CAUSES)))), dtype=float)
        columns["answer"] = lambda: Answers(rate, parts)
    for column in fields(kind):
        if column.name in columns:
            continue
        given = values.pop(f"{name}_{column.name}", None)
        whole = column.name in ("host", "limited_by", "limiter", "memory_state")
        shape = (rows, len(CAUSES)) if column.name == "lost" else (rows,)
        usual = np.full(shape, UNSET.get(column.name, 0.0))
        columns[column.name] = usual if given is None else np.asarray(given, dtype=float)
        if whole:
            columns[column.name] = columns[column.name].astype(np.int64)
    return kind(**columns)
