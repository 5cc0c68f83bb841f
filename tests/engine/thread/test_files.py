"""The file thread through its public face."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data.drawing_file import read_drawings, to_line
from engine.errors import Kind
from engine.thread.commands import (
    Drawing,
    KeepDrawing,
    ReadDrawing,
    ReadPicture,
    Stroke,
    WriteDrawing,
    WriteFile,
)
from engine.thread.events import DrawingRead, EngineCrashed, EngineFailed, FileWritten
from engine.thread.files import FileThread
from engine.thread.training_commands import CountLabelled, KeepLabelled, TakeBackLabelled
from engine.thread.training_events import LabelledCounted
from tests.engine.thread.collector import PATIENCE_S, Collector


@pytest.fixture
def events() -> Collector:
    return Collector()


@pytest.fixture
def files(events: Collector) -> Iterator[FileThread]:
    files = FileThread(events)
    files.start()
    yield files
    files.stop()
    assert files.join_started(PATIENCE_S)


def drawing(label: int | None = None) -> Drawing:
    return Drawing((28, 28), (Stroke(np.array([[4, 5, 0.5], [20, 22, 0.5]], np.float32), 3),), label=label)


def picture() -> bytes:
    stream = BytesIO()
    image = np.zeros((28, 28), np.uint8)
    image[8:20, 12:15] = 255
    Image.fromarray(image).save(stream, "png")
    return stream.getvalue()


def test_the_first_of_the_drawings_is_read_and_all_are_counted(
    files: FileThread, events: Collector, tmp_path: Path
):
    path = tmp_path / "three.jsonl"
    path.write_text("".join(to_line(drawing(label)) + "\n" for label in (4, 5, 6)))
    files.inbox.put(ReadDrawing(path))
    read = events.wait(DrawingRead)
    assert (read.name, read.drawing.label, read.count, read.kept) == ("three.jsonl", 4, 3, False)


def test_a_picture_becomes_a_drawing(files: FileThread, events: Collector, tmp_path: Path):
    path = tmp_path / "digit.png"
    path.write_bytes(picture())
    files.inbox.put(ReadDrawing(path))
    files.inbox.put(ReadPicture(picture(), "the clipboard"))
    pasted = events.wait(DrawingRead, lambda event: event.name == "the clipboard")
    opened = events.wait(DrawingRead, lambda event: event.name == "digit.png")
    assert pasted.drawing.picture is not None
    assert opened.drawing.picture is not None
    np.testing.assert_array_equal(pasted.drawing.picture, opened.drawing.picture)


def test_a_drawing_is_saved_and_told(files: FileThread, events: Collector, tmp_path: Path):
    path = tmp_path / "saved.jsonl"
    files.inbox.put(WriteDrawing(path, drawing(8)))
    assert events.wait(FileWritten).path == path
    assert read_drawings(path)[0].label == 8


def test_bytes_are_saved_and_told(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(WriteFile(tmp_path / "digit.png", b"content"))
    assert events.wait(FileWritten).path.read_bytes() == b"content"


def test_what_was_to_be_kept_reaches_the_disk_before_the_thread_ends(events: Collector, tmp_path: Path):
    path = tmp_path / "new folder" / "kept.jsonl"
    files = FileThread(events)
    for label in range(10):
        files.inbox.put(KeepDrawing(path, drawing(label)))
    files.stop()
    files.start()
    assert files.join_started(PATIENCE_S)
    assert read_drawings(path)[0].label == 9
    assert events.events == []


def test_the_kept_drawing_comes_back_and_says_so(files: FileThread, events: Collector, tmp_path: Path):
    path = tmp_path / "kept.jsonl"
    files.inbox.put(KeepDrawing(path, drawing(2)))
    files.inbox.put(WriteFile(tmp_path / "after", b"x"))
    events.wait(FileWritten)
    files.inbox.put(ReadDrawing(path, quiet=True))
    assert events.wait(DrawingRead).kept


def test_a_kept_drawing_that_is_missing_is_no_failure(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(ReadDrawing(tmp_path / "none.jsonl", quiet=True))
    files.inbox.put(ReadDrawing(tmp_path / "none.jsonl"))
    assert events.wait(EngineFailed).kind is Kind.FILE_MISSING
    assert len(events.events) == 1


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jsonl", b"{}", Kind.DRAWINGS_INVALID),
        ("a.jsonl", b"\n\n", Kind.DRAWINGS_NONE),
        ("a.jsonl", b"", Kind.FILE_EMPTY),
        ("a.png", b"hello", Kind.PICTURE_UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_told_and_the_thread_lives_on(
    files: FileThread, events: Collector, tmp_path: Path, name: str, content: bytes, kind: Kind
):
    path = tmp_path / name
    path.write_bytes(content)
    files.inbox.put(ReadDrawing(path))
    assert events.wait(EngineFailed).kind is kind
    files.inbox.put(WriteFile(tmp_path / "after", b"x"))
    events.wait(FileWritten)


def test_a_folder_that_cannot_be_written_to_is_told(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(WriteFile(tmp_path / "nowhere" / "a.png", b"x"))
    assert events.wait(EngineFailed).kind is Kind.FILE_UNWRITABLE


def test_a_labelled_drawing_joins_the_set_at_once(files: FileThread, events: Collector, tmp_path: Path):
    path = tmp_path / "new folder" / "labelled.jsonl"
    for label in (7, 3):
        files.inbox.put(KeepLabelled(path, drawing(), label))
    counted = events.wait(LabelledCounted, lambda event: sum(event.counts) == 2)
    assert (counted.counts[3], counted.counts[7]) == (1, 1)
    assert [each.label for each in read_drawings(path)] == [7, 3]


def test_the_last_labelled_drawing_is_taken_back(files: FileThread, events: Collector, tmp_path: Path):
    path, kept = tmp_path / "labelled.jsonl", drawing()
    for command in (
        KeepLabelled(path, kept, 7),
        KeepLabelled(path, kept, 3),
        TakeBackLabelled(path, kept, 3),
    ):
        files.inbox.put(command)
    events.wait(LabelledCounted, lambda event: event.counts[3] == 1)
    events.wait(
        LabelledCounted, lambda event: sum(event.counts) == 1 and len(events.of(LabelledCounted)) == 3
    )
    assert [each.label for each in read_drawings(path)] == [7]


def test_a_set_that_is_not_there_has_no_drawings(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(CountLabelled(tmp_path / "labelled.jsonl"))
    assert events.wait(LabelledCounted).counts == (0,) * 10


def test_a_set_that_cannot_be_written_stays_as_it_is(files: FileThread, events: Collector, tmp_path: Path):
    path = tmp_path / "labelled.jsonl"
    path.mkdir()
    files.inbox.put(KeepLabelled(path, drawing(), 7))
    assert events.wait(EngineFailed).kind is Kind.FILE_IS_FOLDER
    (tmp_path / "file").write_text("no folder")
    files.inbox.put(KeepLabelled(tmp_path / "file" / "labelled.jsonl", drawing(), 7))
    events.wait(EngineFailed, lambda event: event.kind is not Kind.FILE_IS_FOLDER)
    assert not events.of(EngineCrashed)


def test_a_fault_is_reported_and_the_thread_lives_on(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(WriteFile(tmp_path / "a", None))  # type: ignore[arg-type]  # a fault of the program
    assert not events.wait(EngineCrashed).fatal
    files.inbox.put(WriteFile(tmp_path / "b", b"x"))
    events.wait(FileWritten)
