"""Where the program's data files lie: `resources/` of a checkout, `virtdesigner/_resources` of a wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the file or folder of the resources that `parts` name: `path("examples", "two-hosts.vdt")`.

    Raises FileNotFoundError when the installation lacks it.
    """
    found = _root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(
            f"The data file {'/'.join(parts)} is missing from {_root()}: the installation is incomplete,"
            " install VirtDesigner again."
        )
    return found


@cache
def _root() -> Path:
    return find_root(_PACKAGE)


def find_root(package: Path) -> Path:
    """Return the resources folder that belongs to the `virtdesigner` package folder `package`.

    Raises FileNotFoundError when there is none in either place.
    """
    places = (package / "_resources", package.parent / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"VirtDesigner's data files are missing: neither {places[0]} nor {places[1]} is a folder;"
        " install VirtDesigner again."
    )
