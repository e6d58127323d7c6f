"""The JSON schema of the `.vdt` format, made from the declarations. Run this module to write it anew."""

import json
import sys
from pathlib import Path
from typing import Any

from virtdesigner import resources
from virtdesigner.files.shape import SHAPE
from virtdesigner.kinds import KINDS
from virtdesigner.model.link import LINK_KINDS

PARTS = ("schema", "vdt.schema.json")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema: types, units, bounds, defaults, labels and documentation of every field."""
    made = SHAPE.json_schema()
    for kind in (*KINDS.values(), *LINK_KINDS.values()):
        # The kind has a default for those who write Python; in a file it tells the records apart.
        made["$defs"][kind.__name__]["required"].append("kind")
    heading = {"$schema": _DIALECT, "title": "VirtDesigner design"}
    return heading | {name: value for name, value in made.items() if name not in heading}


def schema_text() -> str:
    """The schema as it is stored in the resources."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the schema into the resources of this checkout."""
    folder = resources.find_root(Path(resources.__file__).parent) / PARTS[0]
    folder.mkdir(exist_ok=True)
    target = folder / PARTS[1]
    target.write_text(schema_text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
