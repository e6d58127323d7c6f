"""Words for what an import noted about its source."""

from collections.abc import Mapping

IMPORT: Mapping[str, str] = {}
"""Code to template."""
