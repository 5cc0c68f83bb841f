"""What the open model can be compared with: actions with their words and keys, shared by panel and menus."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from engine.thread.comparison_commands import Rival


class ComparisonActions(QObject):
    """`wanted` says what the person wants to compare with, `ended` that nothing is to be compared any more."""

    wanted = Signal(object)  # a Rival
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.file = self._add(self.tr("A file …"), "Ctrl+K", Rival.FILE)
        self.file.setToolTip(
            self.tr("Compare with the weights in a file; one can also be dropped here (Ctrl+K)")
        )
        self.initial = self._add(self.tr("Initial weights"), "Shift+K", Rival.INITIAL)
        self.step = self._add(self.tr("A kept step"), "Ctrl+Shift+K", Rival.STEP)
        self.present = self._add(self.tr("As it is now"), "K", Rival.PRESENT)
        self.present.setToolTip(
            self.tr(
                "Compare with a copy of the model as it is now, then edit it, train it, or open another (K)"
            )
        )
        self.end = QAction(self.tr("Compare no more"), self)
        self.end.setShortcut(QKeySequence("Ctrl+Alt+K"))
        self.end.triggered.connect(lambda: self.ended.emit())
        self.offer(network=False, runs=False, steps=0, on=False)

    def choices(self) -> list[QAction]:
        """What can be compared with, in the order of the buttons."""
        return [self.file, self.initial, self.step, self.present]

    def offer(self, network: bool, runs: bool, steps: int, on: bool) -> None:
        """Offer what makes sense: a `network` that `runs` has first weights, a run has kept so many `steps`."""
        self.file.setEnabled(network)
        self.present.setEnabled(network)
        self.initial.setEnabled(runs)
        self.step.setEnabled(network and steps > 0)
        self.end.setEnabled(on)
        self.initial.setToolTip(
            self.tr(
                "Compare with the weights that it began with: its run's, else those of its seed (Shift+K)"
            )
            if runs or not network
            else self.tr("What is open is no network that runs: it has no first weights")
        )
        self.step.setToolTip(
            self.tr("Compare with any step that was kept of the run in the window (Ctrl+Shift+K)")
            if steps
            else self.tr("There is no run in the window: train, or open one, to compare with its steps")
        )

    def _add(self, words: str, keys: str, rival: Rival) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: self.wanted.emit(rival))
        return action
