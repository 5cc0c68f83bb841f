"""A field for a number that says in words what it does not take."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import theme
from gui.widgets.number_range import NumberRange


class NumberField(QLineEdit):
    """`value_changed` follows each number that is finished with Enter, an arrow key or by leaving the field.

    `problem_changed` carries what is wrong with what was typed, "" once nothing is. Escape takes back what was typed.
    """

    value_changed = Signal(float)
    problem_changed = Signal(str)

    def __init__(self, values: NumberRange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self._value = values.low
        self._problem = ""
        self.setFont(theme.mono_font())
        self.setText(values.text(self._value))
        self.textEdited.connect(self._look)
        self.editingFinished.connect(self._finish)

    @property
    def value(self) -> float:
        """The last number that was right."""
        return self._value

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, "" if nothing is."""
        return self._problem

    def set_value(self, value: float) -> None:
        """Show a number, without a signal that it has changed."""
        self._value = value
        self.setText(self._values.text(value))
        self._tell("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the number, Escape takes back what was typed."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._take(self._values.moved(self._value, event.key() == Qt.Key.Key_Up))
        elif event.key() == Qt.Key.Key_Escape:
            self.set_value(self._value)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all when it is reached by the keyboard, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def _look(self, text: str) -> None:
        """Take back a complaint as soon as it is met; a new one waits until the number is finished."""
        if self._values.parse(text) is not None:
            self._tell("")

    def _finish(self) -> None:
        value = self._values.parse(self.text())
        if value is None:
            self._tell(self._demand())
        elif value != self._value:
            self._take(value)

    def _take(self, value: float) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.value_changed.emit(value)

    def _demand(self) -> str:
        words = (
            self.tr("a whole number from {low} to {high}")
            if self._values.whole
            else self.tr("a number from {low} to {high}")
        )
        return words.format(low=theme.number(self._values.low, 7), high=theme.number(self._values.high, 7))

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.setProperty("invalid", bool(problem))
            self.style().polish(self)
            self.problem_changed.emit(problem)
