"""Damage: where the text of a file stops being JSON, in words for whoever wants the design back."""

import re
from typing import Final

_PLACE: Final = re.compile(r"^(?P<what>.*) at line (?P<line>\d+) column (?P<column>\d+)$")

_WHAT: Final = (
    ("EOF", "the text breaks off and the rest is missing"),
    ("trailing comma", "a comma stands there that nothing follows"),
    ("trailing characters", "the design ends there, yet more text follows"),
    ("expected `,`", "a comma or a closing bracket is missing"),
    ("expected `:`", "a colon is missing"),
    ("key must be a string", "a name in double quotes is missing"),
    ("control character", "a character stands there that text can't hold"),
    ("invalid escape", "a backslash stands there before what it can't stand before"),
    ("unexpected end of hex escape", "half a character stands there"),
    ("invalid number", "a number is written in a way that isn't allowed"),
    ("number out of range", "a number is too large"),
    ("expected", "what stands there is no value"),
)
"""How a complaint of the parser begins, and what it says in plain words; the first that fits counts."""


def described(complaint: str) -> str:
    """What is wrong with a text that is no JSON, where, and what to do, from the parser's complaint."""
    match = _PLACE.match(complaint)
    if match is None or (match["line"], match["column"]) in (("1", "0"), ("1", "1")):
        return "The file isn't JSON, so it is no VirtDesigner design; choose another file."
    words = next((plain for start, plain in _WHAT if match["what"].startswith(start)), "it can't be read on")
    return (
        f"The file is damaged: it isn't JSON at line {match['line']}, column {match['column']},"
        f" where {words}. Open an earlier backup or copy of it; if it was edited by hand, mend that line."
    )
