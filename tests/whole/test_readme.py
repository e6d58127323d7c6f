"""The README's Python is what it says: it runs as it stands, and what it changes helps."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_python_of_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    ran = subprocess.run(
        [sys.executable, "-c", blocks[0]], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    assert "db-01 0." in ran.stdout
    # Of the two figures of db-01, the one with twice the cores is higher.
    before, after = (float(line) for line in re.findall(r"^([01]\.\d+)$", ran.stdout, re.MULTILINE)[:2])
    assert after > before


def test_sources_that_are_named_are_there() -> None:
    named = {
        name
        for path in (ROOT / "virtdesigner").rglob("*.py")
        for name in re.findall(r"\b[A-Z]+\.md\b", path.read_text(encoding="utf-8"))
    }
    assert named
    assert not {name for name in named if not (ROOT / name).is_file()}
