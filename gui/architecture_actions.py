"""What can be done with the network's make: a new one, another activation, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from engine.thread.architecture_commands import (
    ACTIVATIONS,
    Architecture,
    BuildNetwork,
    RedoBuild,
    UndoBuild,
    UseActivation,
)
from engine.thread.architecture_events import BuildsChanged
from engine.thread.network_events import NetworkChanged
from gui.activation_question import ActivationQuestion
from gui.architecture_dialog import ArchitectureDialog

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class ArchitectureActions(QObject):
    """The actions and the menu of activations, for the menu Network; it asks what a file does not say."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._architecture: Architecture | None = None
        self._question: ActivationQuestion | None = None
        self._asked: Path | None = None  # the file that the last question was about
        self.build = self._action(self.tr("New network …"), "Ctrl+Shift+N")
        self.edit = self._action(self.tr("Change the layers …"), "Ctrl+Shift+L")
        self.undo = self._action(self.tr("Undo the new network"), "Ctrl+Alt+Z")
        self.redo = self._action(self.tr("Redo the new network"), "Ctrl+Alt+Shift+Z")
        self.activations = QMenu(self.tr("Activation"), window)
        self._group = QActionGroup(self)
        for name in ACTIVATIONS:
            action = QAction(name, self._group, checkable=True)
            action.triggered.connect(lambda _, name=name: window.link.send(UseActivation(name)))
            self.activations.addAction(action)
        self.build.triggered.connect(lambda: self._open(Architecture(), keep=False))
        self.edit.triggered.connect(lambda: self._open(self._architecture or Architecture(), keep=True))
        self.undo.triggered.connect(lambda: window.link.send(UndoBuild()))
        self.redo.triggered.connect(lambda: window.link.send(RedoBuild()))
        window.link.subscribe(NetworkChanged, self._network_changed)
        window.link.subscribe(BuildsChanged, self._builds_changed)
        self._builds_changed(BuildsChanged())

    def fill(self, menu: QMenu) -> None:
        """Put them into a menu."""
        menu.addActions([self.build, self.edit, self.undo, self.redo])
        menu.addMenu(self.activations)

    def _action(self, words: str, keys: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        return action

    def _open(self, architecture: Architecture, keep: bool) -> None:
        if not self._window.findChildren(ArchitectureDialog):
            dialog = ArchitectureDialog(architecture, keep, self._window)
            dialog.build_wanted.connect(
                lambda wanted, kept: self._window.link.send(BuildNetwork(wanted, keep=kept))
            )
            dialog.open()

    def _network_changed(self, event: NetworkChanged) -> None:
        self._architecture = architecture = event.architecture
        self.edit.setEnabled(architecture is not None)
        self.activations.setEnabled(architecture is not None and len(event.stages) > 1)
        for action in self._group.actions():
            action.setChecked(architecture is not None and action.text() == architecture.activation)
        self._ask_once(event)

    def _ask_once(self, event: NetworkChanged) -> None:
        """Ask about a file, and not again when it comes for another reason; a question about another one goes."""
        about = event.path if event.asks_activation else None
        if about == self._asked:
            return
        self._asked = about
        if self._question is not None:
            self._question.dismiss()
        if about is not None:
            self._ask(about.name)

    def _ask(self, name: str) -> None:
        question = ActivationQuestion(name, self._window.notices)
        question.answered.connect(lambda activation: self._window.link.send(UseActivation(activation)))
        question.gone.connect(self._forget_question)
        self._question = question
        self._window.notices.add(question)

    def _forget_question(self) -> None:
        self._question = None

    def _builds_changed(self, event: BuildsChanged) -> None:
        for action, words, named, layers in (
            (self.undo, self.tr("Undo the new network"), self.tr("Back to the network {layers}"), event.undo),
            (self.redo, self.tr("Redo the new network"), self.tr("On to the network {layers}"), event.redo),
        ):
            action.setEnabled(bool(layers))
            action.setText(named.format(layers=layers) if layers else words)
