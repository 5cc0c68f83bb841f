"""The file thread: waits for disks, so that neither the window nor the engine does. Imports no torch."""

import threading
import traceback
from collections.abc import Callable
from itertools import islice
from queue import SimpleQueue

from engine.data.atomic import write_whole
from engine.data.drawing_file import iterate_drawings, read_line, write_drawing
from engine.data.images import decode_picture, picture_to_drawing, read_picture
from engine.errors import Kind, NetglassError
from engine.thread.commands import (
    FileCommand,
    KeepDrawing,
    ReadDrawing,
    ReadLine,
    ReadPicture,
    WriteDrawing,
    WriteFile,
)
from engine.thread.events import DrawingRead, EngineCrashed, EngineFailed, Event, FileWritten
from engine.thread.mailbox import Mailbox


class FileThread:
    """The thread that reads and writes drawings and pictures.

    Commands are left in `inbox` by any thread, before or after the start; `publish` is called with events, on
    this thread. What waits when `stop` is called is still done: a drawing that was to be kept reaches the disk.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._bell: SimpleQueue[None] = SimpleQueue()
        self.inbox: Mailbox[FileCommand] = Mailbox(self._ring)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="files", daemon=True)

    def start(self) -> None:
        """Begin to work; once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end when all that waits is done."""
        self._stopping.set()
        self._ring()

    def join_started(self, timeout_s: float) -> bool:
        """Wait for the thread to end. True: it does not run (any more); False: it did not end in time."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _ring(self) -> None:
        self._bell.put(None)

    def _run(self) -> None:
        asked_to_stop = False
        while not asked_to_stop:
            self._bell.get()
            asked_to_stop = self._stopping.is_set()  # before taking: what was put before `stop` is taken
            self.inbox.answer()
            for command in self.inbox.take_all():
                self._guard(command)

    def _guard(self, command: FileCommand) -> None:
        """Carry out one command; whatever it raises becomes an event, and the thread lives on."""
        try:
            self._obey(command)
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
        except Exception:  # noqa: BLE001  # the boundary of the thread
            self._publish(EngineCrashed(traceback.format_exc(), fatal=False))

    def _obey(self, command: FileCommand) -> None:
        match command:
            case ReadDrawing():
                self._read(command)
            case ReadLine(line, name):
                self._publish(DrawingRead(name, read_line(line, name), count=1, kept=False))
            case ReadPicture(content, name):
                drawing = picture_to_drawing(decode_picture(content, name))
                self._publish(DrawingRead(name, drawing, count=1, kept=False))
            case KeepDrawing(path, drawing):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_drawing(path, drawing)
            case WriteDrawing(path, drawing):
                write_drawing(path, drawing)
                self._publish(FileWritten(path))
            case WriteFile(path, content):
                write_whole(path, content)
                self._publish(FileWritten(path))

    def _read(self, command: ReadDrawing) -> None:
        try:
            self._publish(_opened_drawing(command))
        except NetglassError as failure:
            if not (command.quiet and failure.kind is Kind.FILE_MISSING):
                raise


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
