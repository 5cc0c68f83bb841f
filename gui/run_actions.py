"""What can be done with a run: actions with their words and keys, shared by panels and menus."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from engine.thread.training_commands import Control
from engine.thread.training_events import TrainingState

_ONGOING = (TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.DIVERGED)
_SHOWN = (TrainingState.OPENED, TrainingState.FOLLOWED)  # from a folder: nothing is trained here


class RunActions(QObject):
    """The actions; `controlled` says what the person wants of the run, `begun` that there shall be one, `left` none.

    The window finds `train` by its name, "train": other panels offer it, too.
    """

    begun = Signal()
    left = Signal()
    controlled = Signal(object)  # a Control

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = TrainingState.ABSENT
        self.train = self._add("Ctrl+T")
        self.step = self._add("Ctrl+.")
        self.stop = self._add("Ctrl+Shift+T")
        self.rewind = self._add("Ctrl+Shift+R")
        self.train.setObjectName("train")
        self.train.triggered.connect(self._train)
        self._send_when(self.step, Control.STEP)
        self.stop.triggered.connect(self._stop)
        self._send_when(self.rewind, Control.REWIND)
        self.follow(TrainingState.ABSENT, step=0)

    def all(self) -> list[QAction]:
        """The actions in the order of their buttons."""
        return [self.train, self.step, self.stop, self.rewind]

    def follow(self, state: TrainingState, step: int) -> None:
        """Offer what makes sense for a run in this state after so many steps."""
        self._state = state
        self._say(self.step, self.tr("Step"), self.tr("Take one step, then pause"))
        self._say(self.stop, *self._stop_words())
        self._say(
            self.rewind,
            self.tr("Rewind"),
            self.tr("Back to step 0 and the very weights that the run began with"),
        )
        self._say(self.train, *self._train_words())
        self.step.setEnabled(state in (*_ONGOING, TrainingState.OPENED))
        self.stop.setEnabled(state in (TrainingState.PREPARING, *_ONGOING, *_SHOWN))
        self.rewind.setEnabled(step > 0 and state in (*_ONGOING, TrainingState.FINISHED))

    def _stop_words(self) -> tuple[str, str]:
        if self._state in _SHOWN:
            return self.tr("Close"), self.tr("Show this run no more; it stays in its folder")
        if self._state is TrainingState.PREPARING:
            return self.tr("Stop"), self.tr("Prepare no more")
        return self.tr("Stop"), self.tr("End the run; the mean of its weights is kept")

    def _train_words(self) -> tuple[str, str]:
        if self._state is TrainingState.PREPARING:
            return self.tr("Cancel"), self.tr("Prepare no more")
        if self._state is TrainingState.RUNNING:
            return self.tr("Pause"), self.tr("Pause the run; nothing is lost")
        if self._state in (*_ONGOING, TrainingState.OPENED):
            return self.tr("Go on"), self.tr("Go on with the run")
        return self.tr("Train"), self.tr("Begin a run with these settings")

    def _train(self) -> None:
        if self._state is TrainingState.RUNNING:
            self.controlled.emit(Control.PAUSE)
        elif self._state is TrainingState.PREPARING:
            self.controlled.emit(Control.STOP)
        elif self._state in (*_ONGOING, TrainingState.OPENED):
            self.controlled.emit(Control.RESUME)
        else:
            self.begun.emit()

    def _stop(self) -> None:
        if self._state in _SHOWN:
            self.left.emit()
        else:
            self.controlled.emit(Control.STOP)

    def _add(self, keys: str) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        return action

    def _send_when(self, action: QAction, control: Control) -> None:
        action.triggered.connect(lambda: self.controlled.emit(control))

    def _say(self, action: QAction, words: str, tip: str) -> None:
        action.setText(words)
        action.setToolTip(f"{tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
