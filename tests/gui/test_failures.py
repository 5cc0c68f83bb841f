"""What the engine could not do, told in the language of the window."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from PySide6.QtWidgets import QApplication

from engine.errors import Kind
from gui.failures import failure_sentence, reason_words
from gui.translations import install
from tests.translations import ROOT

HAN = re.compile("[一-鿿]")
RAISERS = {"ValueError", "FileExistsError", "LookupError", "_refuse", "damaged"}
OF_PROGRAMMERS = {"lesson.py", "lab_session.py", "ink_reader.py"}  # no person's file leads there


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    install(qapp, "zh_CN")
    yield
    install(qapp, "en")


@cache
def reasons() -> set[str]:
    """The reasons that stand in the engine's source, each field filled with a word."""
    found: set[str] = set()
    for file in sorted((ROOT / "engine").rglob("*.py")):
        if file.name not in OF_PROGRAMMERS:
            found |= set(reasons_in(ast.parse(file.read_text("utf-8"))))
    return {reason for reason in found if " " in reason}


def reasons_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in RAISERS:
            yield from filter(None, map(words_of, node.args))
        if isinstance(node, ast.keyword) and node.arg in ("reason", "obstacle"):
            yield words_of(node.value)
        if isinstance(node, ast.Assign) and name_of(node.targets[0]) == "reason":
            yield words_of(node.value)
        if isinstance(node, ast.FunctionDef) and node.name == "_fault":
            yield from (words_of(each.value) for each in ast.walk(node) if isinstance(each, ast.Return))


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def words_of(node: ast.expr | None) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "seven" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.usefixtures("chinese")
def test_every_reason_of_the_engine_is_told_in_chinese():
    assert len(reasons()) > 60
    assert sorted(reason for reason in reasons() if not HAN.search(reason_words(reason))) == []


def test_a_reason_keeps_its_words_in_english():
    assert [reason for reason in reasons() if reason_words(reason) != reason] == []


@pytest.mark.usefixtures("chinese")
def test_a_failure_tells_its_reason_in_its_own_language():
    fields = {"file": "cat.onnx", "reason": "Conv is no part of a chain of Linear layers"}
    sentence = failure_sentence(Kind.WEIGHTS_UNREADABLE, fields)
    assert sentence.startswith("cat.onnx 中没有可读取的权重（Conv 不属于 Linear 层构成的链）：")


@pytest.mark.usefixtures("chinese")
def test_what_a_library_says_stays_as_it_is():
    assert reason_words("Unexpected end of stream") == "Unexpected end of stream"
