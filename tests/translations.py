"""Bring the translations up to date with the program: `python -m tests.translations`.

Qt's own tools do it: lupdate gathers what the window says, lrelease makes of the .ts file what the window reads.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

from engine.errors import Kind

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"


def update(source: Path) -> None:
    """Write into a .ts file what is new, without a translation, and take out what is gone."""
    with tempfile.TemporaryDirectory() as folder:
        failures = Path(folder, "failures.py")
        failures.write_text(_failures(), "utf-8")
        files = sorted(str(file) for file in (ROOT / "gui").rglob("*.py"))
        options = ("-no-obsolete", "-sort-messages", "-locations", "none", "-source-language", "en")
        _run("lupdate", *files, str(failures), *options, "-ts", str(source))


def compile_to(target: Path, source: Path) -> None:
    """Write the .qm file of a .ts file."""
    _run("lrelease", str(source), "-qm", str(target))


def _failures() -> str:
    """What the engine cannot do, in the form in which lupdate finds it."""
    return "\n".join(f'QT_TRANSLATE_NOOP("Failure", {_quoted(kind.value)})' for kind in Kind)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", r"\\").replace('"', r"\"") + '"'


def _run(tool: str, *arguments: str) -> None:
    program = next(Path(PySide6.__path__[0]).glob(f"{tool}*"))
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool} ended with {done.returncode}: {done.stderr or done.stdout}")


if __name__ == "__main__":
    for each in sorted(TRANSLATIONS.glob("*.ts")):
        update(each)
        compile_to(each.with_suffix(".qm"), each)
    sys.stdout.write("The translations are up to date.\n")
