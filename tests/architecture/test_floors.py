"""The floors of the house, and what its public face is."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import dateline
from dateline.foundation.rows import Report
from dateline.schema import generate, shipped

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "dateline"


def test_imports_keep_to_the_floors() -> None:
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


def test_the_public_names() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    assert set(dateline.__all__) == {
        "Actor", "CalendarEntry", "Dated", "Dating", "Event", "Forecast", "InputKind", "Interval", "Position", "Report", "Span",
        "Statement", "Tie", "TimeExpression", "Unreadable", "__version__", "date_many", "date_of", "open_record", "read",
        "read_many", "times",
    }  # fmt: skip
    assert all(getattr(dateline, name) is not None for name in dateline.__all__)


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = dateline.nothing  # type: ignore[attr-defined]


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert dateline.__version__ == project["version"]


def test_the_shipped_schema_is_fresh() -> None:
    """After a change of the rows: `python -m dateline.schema`."""
    assert shipped() == generate()
    assert Report.__struct_fields__[0] == "schema"


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_keep_the_house_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert len(source.splitlines()) <= 600
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    if source.strip():
        assert ast.get_docstring(tree)


def test_own_imports_stand_at_the_top() -> None:
    """Except on the command line, which has to be quick, at the package's face, and where a row draws its portrait."""
    late = []
    for path in _modules():
        name = str(path.relative_to(PACKAGE))
        if name.startswith("cli/") or name in ("__init__.py", "foundation/rows.py"):
            continue
        functions = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef))
        inner = (n for f in functions for n in ast.walk(f) if isinstance(n, ast.ImportFrom))
        late += [f"{name}: {n.module}" for n in inner if (n.module or "").startswith("dateline")]
    assert late == []
