"""The choice of what the open model is compared with: a file, its first weights, a kept step, itself as it is now."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.thread.commands import OPENED_ENDINGS, is_weights
from engine.thread.comparison_commands import CompareWith, Rival, StopComparing
from engine.thread.comparison_events import ComparisonChanged
from engine.thread.network_events import NetworkChanged
from engine.thread.training_events import HistoryChanged, TrainingChanged
from gui import icons, theme
from gui.comparison_actions import ComparisonActions
from gui.comparison_words import other_title
from gui.engine_link import EngineLink
from gui.widgets.step_slider import StepSlider


class RivalChoice(QWidget):
    """What is compared with, as a button whose menu has the others; of a run, a slider of its kept steps.

    `begun` tells that the person chose something. Its panel hands it the events that it follows.
    """

    begun = Signal()

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        self._link = link
        self._network: NetworkChanged | None = None
        self._rival: Rival | None = None
        self._steps: NDArray[np.int64] = np.zeros(0, np.int64)
        self.choices = ComparisonActions(self)
        self.menu = QMenu(self.tr("Compare with"), self)
        self.button, self.end = QPushButton(), QToolButton()
        self.slider, self.step = StepSlider(), QLabel()
        self._explain()
        self._lay_out()
        self._connect()
        self._offer()

    def follow_network(self, event: NetworkChanged) -> None:
        """Another model is open."""
        self._network = event
        self._offer()

    def follow_comparison(self, event: ComparisonChanged) -> None:
        """Something else is compared with, or nothing."""
        self._rival = event.rival
        self._offer()
        self.button.setText(other_title(event))
        if event.rival is Rival.STEP and event.step is not None:
            self.slider.set_shown(event.step)
            self.step.setText(f"{event.step:,}")

    def follow_history(self, event: HistoryChanged) -> None:
        """Offer the steps that were kept."""
        self._steps = event.steps
        self.slider.set_kept(event.steps)
        if len(event.steps):
            self.slider.set_last(max(self.slider.last, int(event.steps[-1])))
        self._offer()

    def follow_run(self, event: TrainingChanged) -> None:
        """Move the end of the slider."""
        self.slider.set_last(max(event.step, int(self._steps[-1]) if len(self._steps) else 0))

    def compare_with_file(self, path: Path) -> None:
        """Compare with the weights at `path`."""
        self._link.send(CompareWith(Rival.FILE, path))
        self.begun.emit()

    def _explain(self) -> None:
        self.button.setToolTip(self.tr("What the open model is compared with: choose another"))
        self.end.setIcon(icons.icon("close"))
        self.end.setIconSize(QSize(12, 12))
        self.end.setAutoRaise(True)
        self.end.setToolTip(self.tr("Compare no more (Ctrl+Alt+K)"))
        self.end.setAccessibleName(self.tr("Compare no more"))
        self.slider.setAccessibleName(self.tr("Step of the run that is compared with"))
        self.slider.setToolTip(self.tr("The kept step to compare with"))
        self.step.setFont(theme.mono_font())

    def _lay_out(self) -> None:
        self.menu.addActions(self.choices.choices())
        self.menu.addSeparator()
        self.menu.addAction(self.choices.end)
        self.menu.setToolTipsVisible(True)
        self.button.setMenu(self.menu)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE // 2)
        head.addWidget(self.button, 1)
        head.addWidget(self.end)
        steps = QHBoxLayout()
        steps.setSpacing(theme.SPACE)
        steps.addWidget(self.slider, 1)
        steps.addWidget(self.step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        layout.addLayout(head)
        layout.addLayout(steps)

    def _connect(self) -> None:
        self.choices.wanted.connect(self._compare)
        self.choices.ended.connect(lambda: self._link.send(StopComparing()))
        self.end.clicked.connect(self.choices.end.trigger)
        self.slider.moved.connect(self._compare_with_step)

    def _compare(self, rival: Rival) -> None:
        """Begin, where the person has said enough."""
        if rival is Rival.FILE:
            self._ask_for_file()
            return
        if rival is Rival.STEP:
            self._compare_with_step(int(self._steps[(len(self._steps) - 1) // 2]))
        else:
            self._link.send(CompareWith(rival))
        self.begun.emit()

    def _compare_with_step(self, step: int | None) -> None:
        """The end of the slider is the last kept step."""
        self._link.send(CompareWith(Rival.STEP, step=int(self._steps[-1]) if step is None else step))

    def _ask_for_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in OPENED_ENDINGS)
        kinds = self.tr("Weights ({endings})").format(endings=endings)
        dialog = QFileDialog(self, self.tr("Compare with weights"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.compare_with_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _offer(self) -> None:
        network = self._network
        self.choices.offer(
            network=network is not None,
            runs=network is not None and not network.obstacle,
            steps=len(self._steps),
            on=self._rival is not None,
        )
        for widget in (self.slider, self.step):
            widget.setVisible(self._rival is Rival.STEP and len(self._steps) > 0)


def dropped_weights(event: QDropEvent) -> Path | None:
    """The file of weights that is dragged, if it is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and is_weights(paths[0].name) else None
