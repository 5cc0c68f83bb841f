"""The rules of the house that a program can see."""

import ast
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import gui.panels
import gui.widgets

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    file for top in ("engine", "gui", "resources", "tests") for file in (ROOT / top).rglob("*.py")
)
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def in_fresh_python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `program` as `python -c` in the project's folder and without a display."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def modules_after(program: str) -> set[str]:
    """The top-level modules that are loaded when `program` has run."""
    done = in_fresh_python(program + "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def packages() -> list[str]:
    """The packages that there are, as dotted names."""
    inits = [file for file in SOURCES if file.name == "__init__.py" and "tests" not in file.parts]
    return sorted(".".join(file.parent.relative_to(ROOT).parts) for file in inits)


def relative(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_each_import_keeps_to_its_side_of_the_house():
    done = in_fresh_python(
        "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_window_imports_neither_torch_nor_the_curves():
    assert modules_after("import gui.application, gui.main_window") & {"torch", "pyqtgraph"} == set()


def test_no_panel_and_no_widget_imports_torch():
    found = [
        module.name
        for package in (gui.panels, gui.widgets)
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    ]
    assert found
    assert "torch" not in modules_after("\n".join(f"import {name}" for name in found))


def test_the_messages_between_window_and_engine_import_no_torch():
    folder = ROOT / "engine" / "thread"
    messages = [each.stem for ending in ("commands", "events") for each in folder.glob(f"*{ending}.py")]
    assert {"commands", "network_events"} <= set(messages)
    names = ", ".join(f"engine.thread.{name}" for name in ("worker", "files", *messages))
    assert "torch" not in modules_after(f"import {names}")


HEADLESS = """
import runpy, sys
sys.argv = ["netglass", {}]
try:
    runpy.run_module("gui", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.parametrize("command", ["classify", "inspect", "evaluate"])
def test_a_headless_command_imports_no_qt(command: str, tmp_path: Path):
    target = {
        "classify": [a_picture(tmp_path)],
        "inspect": [shipped_weights()],
        "evaluate": ["--data", a_drawing(tmp_path)],
    }
    words = ", ".join(repr(str(word)) for word in (command, *target[command]))
    assert modules_after(HEADLESS.format(words)) & {"PySide6", "shiboken6", "pyqtgraph"} == set()


def shipped_weights() -> Path:
    return next((ROOT / "resources" / "weights").glob("*.safetensors"))


def a_picture(folder: Path) -> Path:
    from PIL import Image

    file = folder / "one.png"
    picture = Image.new("L", (40, 40), 255)
    picture.paste(0, (18, 6, 22, 34))
    picture.save(file)
    return file


def a_drawing(folder: Path) -> Path:
    file = folder / "one.jsonl"
    file.write_text(json.dumps({"label": 1, "canvas": [40, 40], "strokes": [[[20, 6], [20, 34]]]}) + "\n")
    return file


def test_every_module_but_a_test_opens_with_a_sentence_on_what_lives_in_it():
    silent = [
        file for file in SOURCES if not file.name.startswith("test_") and not opens_with_a_sentence(file)
    ]
    assert [relative(file) for file in silent] == []


def opens_with_a_sentence(file: Path) -> bool:
    sentence = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n\n")[0]
    return sentence.endswith(".")


def test_every_name_of_a_module_says_something():
    names = {part for file in SOURCES for part in file.relative_to(ROOT).with_suffix("").parts}
    assert names & NAMES_THAT_SAY_NOTHING == set()


def test_the_wheel_packs_every_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert sorted(project["tool"]["setuptools"]["packages"]) == packages()


def test_every_test_of_a_module_lies_where_the_module_lies():
    mirrored = [
        f
        for f in SOURCES
        if f.name.startswith("test_") and {"engine", "gui"} & set(f.relative_to(ROOT).parts)
    ]
    modules = {f.relative_to(ROOT).with_suffix("").as_posix() for f in SOURCES} | {
        p.replace(".", "/") for p in packages()
    }
    strays = [
        relative(f)
        for f in mirrored
        if f"{f.parent.relative_to(ROOT / 'tests').as_posix()}/{f.stem.removeprefix('test_')}" not in modules
    ]
    assert strays == []


def test_the_readme_names_the_two_commands_that_do_all_of_their_setup():
    commands = re.findall(r"^```\n(.+)\n```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert commands == [
        "python -m pip install -e . && netglass",
        "python -m pip install -e '.[test]' && python -m pytest",
    ]


def test_the_readme_shows_only_what_there_is():
    linked = re.findall(r"\]\((?!http)([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_no_file_names_a_folder_of_the_machine_that_it_was_written_on():
    private = re.compile(r"(/home|/Users|/work|C:\\\\Users)/\w")
    assert [
        relative(f) for f in SOURCES if f.name != Path(__file__).name and private.search(f.read_text("utf-8"))
    ] == []
