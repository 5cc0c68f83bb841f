"""A lesson: text and steps of PyTorch code, from a file of its own. Imports no torch.

The files are `resources/lessons/NN-name.LANGUAGE.md`, in Markdown: the first line is the title; a fenced block
`python` is a step, `python graph=NAME` one whose graph of the tensor NAME is shown, `python pictures=NAME,NAME` one
below which these tensors are shown as pictures; a block `output` after it is what the step prints, which tests hold it
to. A link to `panel:NAME` points at a panel of the window.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from engine.errors import Kind, NetglassError

LANGUAGES = ("en", "zh_CN")

_NAME = re.compile(r"(?P<name>\d\d-[a-z-]+)\.(?P<language>[A-Za-z_]+)\.md")
_FENCE = "```"
_GRAPH, _PICTURES = "graph=", "pictures="


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Step:
    """Code that is run as it is shown. `graph`: the tensor whose graph is shown afterwards, "": none.

    `pictures`: the tensors that are shown below it. `output`: what the lesson says that it prints, None where that
    differs from run to run.
    """

    number: int
    code: str
    graph: str = ""
    pictures: tuple[str, ...] = ()
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson in one language. `name`: as of its file, "05-autograd"; lessons follow each other by it."""

    name: str
    language: str
    title: str
    parts: tuple[Text | Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps, in order; each one's number is its place."""
        return tuple(part for part in self.parts if isinstance(part, Step))


def lesson_names() -> tuple[str, ...]:
    """The names of all lessons, in order."""
    found = (_NAME.fullmatch(entry.name) for entry in (files("resources") / "lessons").iterdir())
    return tuple(sorted({match["name"] for match in found if match}))


@lru_cache
def read_lesson(name: str, language: str = "en") -> Lesson:
    """The lesson `name`, in English where it is not translated; LESSON_MISSING where there is none."""
    folder = files("resources") / "lessons"
    for each in (language, "en"):
        file = folder / f"{name}.{each}.md"
        if name in lesson_names() and file.is_file():
            return parse_lesson(file.read_text("utf-8"), name, each)
    raise NetglassError(Kind.LESSON_MISSING, lesson=name)


def parse_lesson(text: str, name: str, language: str) -> Lesson:
    """The lesson that `text` is; ValueError for one with no title, or with output that belongs to no step."""
    head, _, body = text.partition("\n")
    if not head.startswith("# "):
        raise ValueError("a lesson begins with its title")
    return Lesson(name, language, head.removeprefix("# ").strip(), tuple(_parts(body)))


def _parts(body: str) -> Iterator[Text | Step]:
    step: Step | None = None
    number = 0
    for info, content in _blocks(body):
        if info == "output":
            if step is None:
                raise ValueError("output stands behind the step that prints it")
            step = replace(step, output=content)
            continue
        if step is not None:
            yield step
        step = None
        if info is None:
            yield Text(content)
        else:
            step = Step(number, content, *_options_of(info))
            number += 1
    if step is not None:
        yield step


def _blocks(body: str) -> Iterator[tuple[str | None, str]]:
    """Each stretch of text (None) and each fenced block (its info), without what is blank."""
    info: str | None = None
    lines: list[str] = []
    for line in [*body.splitlines(), None]:
        is_fence = line is not None and line.startswith(_FENCE)
        if line is not None and not is_fence:
            lines.append(line)
            continue
        content = "\n".join(lines).strip("\n")
        if content.strip() or info is not None:
            yield info, content
        lines = []
        info = line.removeprefix(_FENCE).strip() if line is not None and is_fence and info is None else None


def _options_of(info: str) -> tuple[str, tuple[str, ...]]:
    """The tensor of the graph, and those of the pictures."""
    words = info.split()
    if not words or words[0] != "python":
        raise ValueError(f"a block of {info or 'nothing'} is none that a lesson has")
    graph = next((word.removeprefix(_GRAPH) for word in words if word.startswith(_GRAPH)), "")
    pictures = next((word.removeprefix(_PICTURES) for word in words if word.startswith(_PICTURES)), "")
    return graph, tuple(filter(None, pictures.split(",")))
