"""Names that an object of a JSON text holds twice: readers take the last in silence, the first is lost."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from virtdesigner.files.errors import Problem
from virtdesigner.files.problems import json_path

_Pairs = list[tuple[str, Any]]


class _Object:
    """An object with all that it holds, repetitions too."""

    def __init__(self, pairs: _Pairs) -> None:
        self.pairs = pairs


def repeated_keys(text: str) -> Sequence[Problem]:
    """Each name that stands twice in one object, with its path; nothing when the text isn't JSON."""
    try:
        # Almost no file has any: paths are looked for only when one does.
        return tuple(_repetitions(json.loads(text, object_pairs_hook=_Object), ())) if _has_any(text) else ()
    except (ValueError, RecursionError):
        return ()


def _has_any(text: str) -> bool:
    found: list[bool] = []

    def look(pairs: _Pairs) -> None:
        if len(dict(pairs)) != len(pairs):
            found.append(True)

    json.loads(text, object_pairs_hook=look)
    return bool(found)


def _repetitions(value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if isinstance(value, _Object):
        seen: set[str] = set()
        for key, inner in value.pairs:
            if key in seen:
                yield Problem(json_path((*path, key)), "stands there twice; keep one")
            seen.add(key)
            yield from _repetitions(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _repetitions(inner, (*path, index))
