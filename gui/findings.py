"""What the engine found out about all tensors, put into words as it comes."""

import math

from PySide6.QtCore import QObject, QTimer, Signal

from engine.thread.tensor_events import Flaw, Survey, TensorsSurveyed
from gui.parameter_name import short_name
from gui.widgets.module_rows import Finding

_TOGETHER_MS = 80  # many tensors are told of one by one: they are shown together


class Findings(QObject):
    """`changed` carries all `Finding`s of a model by the names of its tensors, soon after some have come."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, Finding] = {}
        self._soon = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._soon.timeout.connect(self._tell)

    def forget(self) -> None:
        """Another model is there."""
        self._found = {}
        self._soon.stop()

    def take(self, event: TensorsSurveyed) -> None:
        """Take what was found of some more tensors."""
        self._found.update({each.parameter: self._finding(each) for each in event.surveys})
        if event.remaining == 0:
            self._soon.stop()
            self._tell()
        elif not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        self.changed.emit(dict(self._found))

    def _finding(self, survey: Survey) -> Finding:
        if survey.moments is None:
            return Finding(None, survey.unread)
        moments = survey.moments
        words = {
            Flaw.NAN: self.tr("{count} NaN").format(count=f"{moments.nan:,}"),
            Flaw.INF: self.tr("{count} infinite").format(count=f"{moments.inf:,}"),
            Flaw.ZERO: self.tr("all zero"),
            Flaw.CONSTANT: self.tr("all the same number"),
            Flaw.DEAD: self.tr("{count} of its rows are all zero: dead units").format(
                count=f"{survey.dead:,}"
            ),
        }
        told = ", ".join(words[flaw] for flaw in survey.flaws)
        norm = 0.0 if math.isnan(moments.norm) else moments.norm  # there is no finite number in it
        return Finding(norm, f"{short_name(survey.parameter)}: {told}" if told else "")
