"""The documents say what is so."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import dateline
from dateline.cli import dateline as commands
from dateline.foundation.issues import ISSUES, way_out

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "dateline"
CODE = re.compile(r"""(?:Unreadable|RecordError|Fault|Failure|Issue)\(\s*(?:name=[^,]+,\s*)?(?:code=)?"([A-Z_]+)\"""")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _leaves(group: click.Group) -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        found += [(name, inner) for _, inner in _leaves(command)] if isinstance(command, click.Group) else [(name, command)]
    return found


@pytest.mark.parametrize(("section", "command"), _leaves(commands), ids=lambda x: getattr(x, "name", x))
def test_every_option_is_told_of_under_its_command(section: str, command: click.Command) -> None:
    text = _read("docs/cli.md").split(f"\n## {section}\n")[1].split("\n## ")[0]
    options = [o for p in command.params if isinstance(p, click.Option) for o in p.opts if o != "--help"]
    assert [o for o in options if f"`{o}" not in text] == []


def test_every_issue_code_is_in_the_table_with_its_way_out() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*) \| (.*) \|$", _read("docs/issues.md"), re.M)
    assert [tuple(r) for r in rows] == [(code, *known) for code, known in ISSUES.items()]


def test_every_code_in_the_program_is_known() -> None:
    used = {code for path in PACKAGE.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 10
    assert used - set(ISSUES) == set()


def test_every_known_issue_has_one_way_out() -> None:
    assert all(known.means.endswith(".") and known.do.endswith(".") for known in ISSUES.values())
    assert way_out("NOT_FOUND") == ISSUES["NOT_FOUND"].do
    assert way_out("NO_SUCH_CODE") == ""


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda p: p.stem)
def test_a_decision_is_short_and_complete(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert [part for part in ("**Question.**", "**Choice.**", "**What would change it.**") if part not in text] == []


def test_the_map_is_short_and_names_what_is_there() -> None:
    text = _read("ARCHITECTURE.md")
    assert len(text.splitlines()) <= 150
    named = {n for n in re.findall(r"`([\w/]+(?:\.py|\.sql|/))`", text) if n != "cli/NAME.py"}
    folders = (PACKAGE, *(p for p in PACKAGE.iterdir() if p.is_dir()), ROOT)
    assert [n for n in sorted(named) if not any((folder / n).exists() for folder in folders)] == []
    floors = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert [f for f in sorted(floors) if not re.search(rf"^{f} ", text, re.M)] == []


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _read(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_development_needs_are_written_once() -> None:
    group = tomllib.loads(_read("pyproject.toml"))["dependency-groups"]["dev"]
    lines = [line for line in _read("requirements-dev.txt").splitlines() if line and not line.startswith("#")]
    assert sorted(lines) == sorted(group)


def test_the_notation_in_the_documents_is_the_notation() -> None:
    from dateline.foundation.notation import LineKind, read_lines

    block = _read("docs/notation.md").split("```")[1]
    assert {line.kind for line in read_lines(block)} == set(LineKind.__args__)


@pytest.mark.reads
def test_the_questions_in_the_readme_have_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    asked = re.findall(r"\.venv/bin/dateline ([^#\n]*)", _read("README.md"))
    assert [words.split()[0] for words in asked] == ["read", "show", "find", "find", "why", "demo", "serve", "watch"]
    for words in asked[:5]:  # the others go on until they are ended, and have tests of their own
        ran = CliRunner().invoke(commands, shlex.split(words))
        assert (ran.exit_code, ran.exception) == (0, None), words
        assert len(ran.output.splitlines()) > 1, words


@pytest.mark.reads
def test_the_python_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = re.findall(r"```python\n(.*?)```", _read("README.md"), re.S)[0]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(program, {})
    assert "AGREE" in capsys.readouterr().out
    with dateline.open_record("dateline.db", readonly=True) as record:
        assert [r.published for r in record.reports()] == ["2031-03-04"]
