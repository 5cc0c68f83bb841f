"""Drawings in files: the dialogs that ask which, and what the engine is then asked for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.thread.commands import Drawing, ReadDrawing, WriteDrawing, WriteFile
from gui.drawing_exchange import to_png
from gui.engine_link import EngineLink

_STROKES_ENDING = ".jsonl"


class DrawingFiles(QObject):
    """The dialogs belong to `place`; `drawing` and `picture` tell what is on its canvas now."""

    def __init__(
        self, place: QWidget, link: EngineLink, drawing: Callable[[], Drawing], picture: Callable[[], QImage]
    ) -> None:
        super().__init__(place)
        self._place, self._link = place, link
        self._drawing, self._picture = drawing, picture

    def ask_what_to_open(self) -> None:
        """Read the picture or the drawing that the person chooses."""
        kinds = self.tr("Pictures and drawings (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.jsonl)")
        dialog = QFileDialog(self._place, self.tr("Open a picture or a drawing"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._link.send(ReadDrawing(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_where_to_save(self) -> None:
        """Write what is on the canvas where the person says."""
        kinds = [self.tr("Picture (*.png)"), self.tr("Strokes (*.jsonl)")]
        dialog = QFileDialog(self._place, self.tr("Save the drawing"), "", ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix("jsonl" if kind == kinds[1] else "png")
        )
        dialog.fileSelected.connect(lambda path: self._save(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, path: Path) -> None:
        """Save strokes under .jsonl, and a picture under any other name."""
        if path.suffix.lower() == _STROKES_ENDING:
            self._link.send(WriteDrawing(path, self._drawing()))
        else:
            self._link.send(WriteFile(path, to_png(self._picture())))
