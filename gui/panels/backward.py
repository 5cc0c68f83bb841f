"""The panel Backward: the passes forwards and back, step by step, and what autograd is kept from."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from engine.thread.lab_commands import (
    LessonGraph,
    MeasureTracking,
    RunBackward,
    RunForward,
    Tracking,
    ZeroGrad,
)
from engine.thread.lab_events import BackwardRefused, BackwardWalked, GradientsZeroed, TrackingMeasured
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import BOTTOM, Panel, Place, listens
from gui.selection import Selection
from gui.widgets.action_button import ActionButton

_PLAY_MS = 900


class BackwardPanel(Panel):
    """Buttons named after PyTorch's own calls, and switches whose effect is seen in the graph at once."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Backward"))
    icon: ClassVar[str] = "back"
    places: ClassVar[dict[str, Place]] = {"learn": Place(BOTTOM, 0, length=106)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.choice = selection.graph
        self.forward = self._new_action("forward()", self.tr("Compute it again, from the same leaves"))
        self.back = self._new_action(self.tr("◂ back"), self.tr("One step of the walk back less"), "Alt+Left")
        self.step = self._new_action(
            self.tr("step ▸"), self.tr("The next node of the walk back"), "Alt+Right"
        )
        self.play = self._new_action(
            self.tr("▶ play"), self.tr("Walk back node by node, or pause"), "Alt+Space"
        )
        self.zero = self._new_action("zero_grad()", self.tr("Forget the gradients of all leaves"))
        self.backward = self._new_action("backward()", self.tr("Walk back at once"))
        self.retain = self._new_switch(
            "retain_graph", self.tr("Keep what the operations saved, so that the graph can be walked again")
        )
        self.accumulate = self._new_switch(
            self.tr("accumulate in .grad"),
            self.tr("Add to what is in .grad, as PyTorch does; off: replace it"),
            True,
        )
        self.no_grad = self._new_switch("no_grad()", self.tr("Compute without recording anything"))
        self.detach = self._new_switch("detach()", self.tr("Cut the graph off in the middle"))
        self.switches = (self.retain, self.accumulate, self.no_grad, self.detach)
        self.pace_ms = _PLAY_MS
        self._timer = QTimer(self)
        self._stepwise = False  # whether the walk that was asked for is shown step by step
        self._is_awaited = False  # whether it is still under way
        self._lay_out()
        self._connect()
        self._measured = ""  # the code whose cost is shown
        self._follow()

    @listens(BackwardWalked)
    def take_walk(self, event: BackwardWalked) -> None:
        """A walk back went through: show as much of it as was asked for."""
        self._is_awaited = False
        self.choice.take_walk(event.steps, 1 if self._stepwise else len(event.steps))

    @listens(BackwardRefused)
    def stop(self, event: BackwardRefused) -> None:
        """There is no way back."""
        self._is_awaited = False
        self._timer.stop()
        self._follow()

    @listens(GradientsZeroed)
    def end_walk(self, event: GradientsZeroed) -> None:
        """What the walk left behind is gone."""
        self._timer.stop()
        self.choice.end_walk()

    @listens(TrackingMeasured)
    def tell_cost(self, event: TrackingMeasured) -> None:
        """Say what the record costs in the forward pass."""
        words = self.tr("forward {tracked}, {kept} kept · {untracked} under no_grad")
        self.caption_changed.emit(
            words.format(
                tracked=_time_text(event.tracked_s),
                untracked=_time_text(event.untracked_s),
                kept=_size_text(event.kept_bytes),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what was not measured while nobody looked."""
        super().showEvent(event)
        self._measure()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop playing: nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        buttons, switches = QHBoxLayout(), QHBoxLayout()
        for action in (self.forward, self.back, self.step, self.play):
            buttons.addWidget(self._new_button(action))
        buttons.addStretch(1)
        for action in (self.zero, self.backward):
            buttons.addWidget(self._new_button(action))
        for switch in self.switches:
            switches.addWidget(switch)
        switches.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        for row in (buttons, switches):
            row.setSpacing(theme.SPACE)
            layout.addLayout(row)
        switches.setSpacing(2 * theme.SPACE)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.forward.triggered.connect(lambda: self.link.send(RunForward()))
        self.back.triggered.connect(lambda: self.choice.move(self.choice.position - 1))
        self.step.triggered.connect(self._take_step)
        self.play.triggered.connect(self._toggle_play)
        self.zero.triggered.connect(lambda: self.link.send(ZeroGrad()))
        self.backward.triggered.connect(self._walk_at_once)
        self.no_grad.toggled.connect(self._track)
        self.detach.toggled.connect(self._track)
        self._timer.timeout.connect(self._take_step)
        self.choice.graph_changed.connect(self._take_graph)
        self.choice.moved.connect(self._follow)

    def _new_action(self, text: str, tip: str, keys: str = "") -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            tip = f"{tip} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip)
        self.addAction(action)
        return action

    def _new_button(self, action: QAction) -> ActionButton:
        button = ActionButton(action)
        button.setObjectName("")  # of its own width
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(84)
        button.setDefault(action is self.step)
        return button

    def _new_switch(self, text: str, tip: str, checked: bool = False) -> QCheckBox:
        switch = QCheckBox(text, self)
        switch.setToolTip(tip)
        switch.setChecked(checked)
        return switch

    def _walk_at_once(self) -> None:
        self._timer.stop()
        self._walk(stepwise=False)

    def _take_step(self) -> None:
        """The next step, of a walk that begins with the first one."""
        if self._is_awaited:
            return
        if not self.choice.steps:
            self._walk(stepwise=True)
        elif self.choice.position < len(self.choice.steps):
            self.choice.move(self.choice.position + 1)
        if self.choice.steps and self.choice.position == len(self.choice.steps):
            self._timer.stop()
            self._follow()

    def _walk(self, stepwise: bool) -> None:
        self._stepwise, self._is_awaited = stepwise, True
        self.link.send(RunBackward(self.retain.isChecked(), self.accumulate.isChecked()))

    def _toggle_play(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
        else:
            if self.choice.position == len(self.choice.steps):
                self.choice.move(0)
            self._timer.start(self.pace_ms)
            self._take_step()
        self._follow()

    def _track(self) -> None:
        self.choice.track(Tracking(self.no_grad.isChecked(), self.detach.isChecked()))

    def _take_graph(self) -> None:
        """Another graph is not played along by itself."""
        traced = self.choice.traced
        if traced is not None and not traced.walked:
            self._is_awaited = False
            self._timer.stop()
        self._measure()

    def _measure(self) -> None:
        """Measure what tracking costs when another thing is computed, but not for every position of the pen.

        A lesson's step does more than compute.
        """
        traced = self.choice.traced
        if traced is None or traced.forward == self._measured or not self.isVisible():
            return
        self._measured = traced.forward
        self.caption_changed.emit("")
        if not isinstance(traced.subject, LessonGraph):
            self.link.send(MeasureTracking())

    def _follow(self) -> None:
        """Offer what makes sense now."""
        choice = self.choice
        known = choice.traced is not None
        for action in (self.forward, self.zero, self.backward, self.play):
            action.setEnabled(known)
        self.back.setEnabled(choice.position > 0)
        self.step.setEnabled(known and (not choice.steps or choice.position < len(choice.steps)))
        for switch, is_on in (
            (self.no_grad, choice.tracking.no_grad),
            (self.detach, choice.tracking.detached),
        ):
            with QSignalBlocker(switch):
                switch.setChecked(is_on)
            switch.setEnabled(not isinstance(choice.subject, LessonGraph))  # its code runs as it is shown
        self.play.setText(self.tr("❚❚ pause") if self._timer.isActive() else self.tr("▶ play"))


def _time_text(seconds: float) -> str:
    unit, factor = ("µs", 1e6) if seconds < 1e-3 else ("ms", 1e3)
    return f"{theme.number(seconds * factor, 3)} {unit}"


def _size_text(count: int) -> str:
    return f"{count:,} B" if count < 10_000 else f"{count / 1024:,.0f} KiB"
