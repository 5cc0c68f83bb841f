"""The panel Forward pass: a minibatch on its way through the network, step by step."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.trace_commands import RecordPass
from engine.thread.trace_events import PassRecorded, PassStep
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.muted_words import MutedWords
from gui.widgets.pass_steps import PassSteps, Step
from gui.widgets.pass_tensor import PassTensor

_SUBSCRIPTION = "forward"
MOST_KEPT = 7  # drawings beside the one on the canvas


class ForwardPanel(Panel):
    """The steps with their shapes, and the numbers of the chosen one: a row for each drawing of the minibatch.

    The first row is the drawing on the canvas, live; behind it come those that the person has put there.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Forward pass"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {"inspect": Place(RIGHT, 1, from_height=800)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._kept: tuple[NDArray[np.float32], ...] = ()
        self._drawn: NDArray[np.float32] | None = None
        self._recorded: tuple[PassStep, ...] = ()
        self.steps = PassSteps()
        self.words = MutedWords()
        self._runs = True  # whether what is open is a network
        self.tensor = PassTensor("")
        self.back = QPushButton(self.tr("Back"))
        self.next = QPushButton(self.tr("Step"))
        self.keep = QPushButton(self.tr("Add drawing"))
        self.clear = QPushButton(self.tr("Clear"))
        self._lay_out()
        self._connect()
        self._offer()
        self._ask()
        self._show_step()

    def _lay_out(self) -> None:
        self.keep.setToolTip(self.tr("Put a copy of the drawing into the minibatch, and draw another"))
        self.clear.setToolTip(self.tr("Leave the drawing on the canvas alone in the minibatch"))
        self.next.setToolTip(self.tr("On to the next module; behind the last, to the input again"))
        self.back.setToolTip(self.tr("Back to the module before"))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.back, self.next, self.keep, self.clear):
            button.setObjectName("narrow")
            buttons.addWidget(button)
        self._room = room = QScrollArea()
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(self.steps)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(4)
        layout.addWidget(room, 3)
        layout.addWidget(self.words)
        layout.addWidget(self.tensor, 2)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.steps.chosen.connect(self._show_step)
        self.steps.chosen.connect(self._scroll)
        self.back.clicked.connect(lambda: self.steps.choose(self.steps.current - 1))
        self.next.clicked.connect(self._step)
        self.keep.clicked.connect(self._keep_drawing)
        self.clear.clicked.connect(self._forget_drawings)

    @listens(Classified, patient=True)
    def _on_classified(self, event: Classified) -> None:
        self._drawn = None if event.predicted is None else event.image
        self._offer()

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        self._runs = not event.obstacle
        self._show_step()

    @listens(PassRecorded, patient=True)
    def _on_pass_recorded(self, event: PassRecorded) -> None:
        self._recorded = event.steps
        self.steps.set_steps([_line(step, self.tr("input")) for step in event.steps])
        self._show_step()
        words = self.tr("{count} in the minibatch")
        self.caption_changed.emit(words.format(count=event.steps[0].shape[0]) if event.steps else "")

    def _show_step(self) -> None:
        if not self._recorded:
            self.tensor.show_nothing(self._missing())
            self.words.setText("")
            return
        number = self.steps.current
        step = self._recorded[number]
        self.tensor.show_rows(step.rows, step.shape, step.signed)
        self.words.setText(self._explained(step, self._recorded[max(number - 1, 0)]))

    def _missing(self) -> str:
        if self._runs:
            return self.tr("Draw a digit: it goes through the network step by step.")
        return self.tr("These tensors make no network that a drawing could go through.")

    def _scroll(self, number: int) -> None:
        """Keep the chosen line in sight, with those beside it."""
        line = self.steps.line_rect(number).center()
        self._room.ensureVisible(0, line.y(), 0, self.steps.line_rect(0).height() * 3 // 2)

    def _explained(self, step: PassStep, before: PassStep) -> str:
        entered, left = before.shape[-1], step.shape[-1]
        words = {
            "": self.tr("values, as they were set")
            if step.shape[1] == 1
            else self.tr("images of ink, 0 to 1"),
            "BatchNorm1d": self.tr("(x − mean) / √(variance + ε) · γ + β, with statistics of its training"),
            "Dropout": self.tr("drops numbers in training alone: here nothing changes"),
            "Flatten": self.tr("each image becomes one row of {left} numbers"),
            "Linear": self.tr("x·Wᵀ + b: [{count}, {entered}]·[{entered}, {left}] + [{left}]"),
            "ReLU": self.tr("max(0, x): what is negative becomes 0"),
            "Softmax": self.tr("exp(x) / Σ exp(x) of each row: probabilities"),
        }.get(step.kind, self.tr("{kind} of each number"))
        return words.format(kind=step.kind, count=step.shape[0], entered=entered, left=left)

    def _step(self) -> None:
        self.steps.choose((self.steps.current + 1) % max(len(self.steps.steps), 1))

    def _keep_drawing(self) -> None:
        if self._drawn is not None:
            self._kept = (self._drawn, *self._kept)[:MOST_KEPT]
            self._offer()
            self._ask()

    def _forget_drawings(self) -> None:
        self._kept = ()
        self._offer()
        self._ask()

    def _ask(self) -> None:
        self.watch(RecordPass(_SUBSCRIPTION, self._kept))

    def _offer(self) -> None:
        self.keep.setEnabled(self._drawn is not None and len(self._kept) < MOST_KEPT)
        self.clear.setEnabled(bool(self._kept))


def _line(step: PassStep, input_name: str) -> Step:
    name = step.module.rpartition(".")[2] or ("" if step.kind else input_name)
    return Step(name or step.kind, step.kind if name else "", shape_text(step.shape))
