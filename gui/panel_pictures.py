"""Saving a panel as a picture: from the menu View, and from the head of its dock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from engine.thread.commands import WriteFile
from gui.dock import PanelDock
from gui.pictures import picture_of

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class PanelPictures(QMenu):
    """A menu of the panels that are seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setTitle(self.tr("Save a panel as a picture"))
        self.aboutToShow.connect(self._fill)

    def ask_where(self, dock: PanelDock) -> None:
        """Ask where the picture of a panel goes to, and in which form."""
        kinds = [self.tr("Pixels (*.png)"), self.tr("Drawing (*.svg)")]
        dialog = QFileDialog(self._window, self.tr("Save the panel"), dock.panel.name(), ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix("svg" if kind == kinds[1] else "png")
        )
        dialog.fileSelected.connect(lambda path: self._save(dock, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, dock: PanelDock, path: Path) -> None:
        self._window.link.send(WriteFile(path, picture_of(dock.panel, dock.windowTitle(), path.suffix)))

    def _fill(self) -> None:
        self.clear()
        for dock in self._window.docks.built():
            if dock.isVisible():
                self.addAction(f"{dock.windowTitle()} …", lambda dock=dock: self.ask_where(dock))
