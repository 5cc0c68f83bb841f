"""What the thread of files does: reads drawings and pictures, and writes them."""

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from engine.data.atomic import write_whole
from engine.data.drawing_file import iterate_drawings, read_line, write_drawing
from engine.data.images import decode_picture, picture_to_drawing, read_picture
from engine.data.labelled_set import add_labelled, count_labelled, take_back_labelled
from engine.errors import Kind, NetglassError
from engine.lessons.lesson import lesson_names, read_lesson
from engine.thread.commands import (
    FileCommand,
    KeepDrawing,
    ReadDrawing,
    ReadLine,
    ReadPicture,
    WriteDrawing,
    WriteFile,
)
from engine.thread.events import DrawingRead, Event, FileWritten
from engine.thread.fetching import Fetching
from engine.thread.lesson_commands import ListLessons, ReadLesson
from engine.thread.lesson_events import LessonRead, LessonsListed
from engine.thread.shelving import ShelfCommand, Shelving
from engine.thread.training_commands import (
    CountLabelled,
    FetchData,
    GiveUpFetching,
    KeepLabelled,
    TakeBackLabelled,
)
from engine.thread.training_events import LabelledCounted


class Filing:
    """Carries out commands about files, and publishes what came of them. Belongs to the thread of files."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._shelving = Shelving(publish)
        self._fetching = Fetching(publish)

    def close(self) -> None:
        """Give up what is being fetched."""
        self._fetching.close()

    def obey(self, command: FileCommand) -> None:
        """Carry out a command; raises NetglassError."""
        match command:
            case ReadDrawing():
                self._read(command)
            case ReadLine(line, name):
                self._publish(DrawingRead(name, read_line(line, name), count=1, kept=False))
            case ReadPicture(content, name):
                drawing = picture_to_drawing(decode_picture(content, name))
                self._publish(DrawingRead(name, drawing, count=1, kept=False))
            case KeepDrawing(path, drawing):
                _make_folder(path.parent)
                write_drawing(path, drawing)
            case WriteDrawing(path, drawing):
                write_drawing(path, drawing)
                self._publish(FileWritten(path))
            case KeepLabelled(path, drawing, label):
                _make_folder(path.parent)
                add_labelled(path, drawing, label)
                self._publish(LabelledCounted(count_labelled(path)))
            case TakeBackLabelled(path, drawing, label):
                take_back_labelled(path, drawing, label)
                self._publish(LabelledCounted(count_labelled(path)))
            case CountLabelled(path):
                self._publish(LabelledCounted(count_labelled(path)))
            case FetchData(name, folder):
                self._fetching.begin(name, folder)
            case GiveUpFetching(name):
                self._fetching.cancel(name)
            case WriteFile(path, content):
                write_whole(path, content)
                self._publish(FileWritten(path))
            case ListLessons(language):
                titles = ((name, read_lesson(name, language).title) for name in lesson_names())
                self._publish(LessonsListed(tuple(titles)))
            case ReadLesson(name, language):
                self._publish(LessonRead(read_lesson(name, language)))
            case _ if isinstance(command, ShelfCommand):
                self._shelving.obey(command)

    def _read(self, command: ReadDrawing) -> None:
        try:
            self._publish(_opened_drawing(command))
        except NetglassError as failure:
            if not (command.quiet and failure.kind is Kind.FILE_MISSING):
                raise


def _make_folder(folder: Path) -> None:
    """Where it cannot be made, writing into it fails with a better sentence."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)


def _opened_drawing(command: ReadDrawing) -> DrawingRead:
    path = command.path
    if path.suffix.lower() != ".jsonl":
        return DrawingRead(path.name, picture_to_drawing(read_picture(path)), count=1, kept=command.quiet)
    drawings = islice(iterate_drawings(path), command.index or 0, None)
    wanted = next(drawings, None)
    if wanted is None:
        raise NetglassError(Kind.DRAWINGS_NONE, file=path.name)
    others = sum(1 for _ in drawings) if command.index is None else 0
    return DrawingRead(path.name, wanted, count=1 + others, kept=command.quiet)
