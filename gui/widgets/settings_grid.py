"""Settings one below the other: a name, a field, and below it what is wrong there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from gui import theme

_GAP = 4


class SettingsGrid(QWidget):
    """Rows; those after `fold` are put away behind "More", and come to light when one of them has a problem."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.more = QToolButton(self)
        self._problems: dict[QWidget, QLabel] = {}
        self._folded: list[QWidget] = []
        self._widest = 0
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(theme.SPACE)
        self._layout.setVerticalSpacing(_GAP)
        self._layout.setColumnStretch(1, 1)
        self.more.hide()
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setObjectName("more")
        self.more.toggled.connect(self._show_more)

    def add(self, name: str, field: QWidget, beside: QWidget | None = None) -> None:
        """Add a row: a name, a field, and what stands beside it."""
        label = QLabel(name)
        label.setObjectName("muted")
        label.setBuddy(field)
        self._widest = max(self._widest, label.sizeHint().width())
        self._layout.setColumnMinimumWidth(0, self._widest)  # also while the widest is put away
        field.setAccessibleName(name)
        problem = QLabel()
        problem.setObjectName("problem")
        problem.setWordWrap(True)
        problem.hide()
        self._problems[field] = problem
        fields = _side_by_side(field, beside)
        row = self._layout.rowCount()
        self._layout.addWidget(label, row, 0)
        self._layout.addLayout(fields, row, 1)
        self._layout.addWidget(problem, row + 1, 1)
        if not self.more.isHidden():
            self._folded += [label, field, *([beside] if beside else [])]
            self._show_more(self.more.isChecked())

    def fold(self) -> None:
        """Put away the rows that are added from now on."""
        self.more.show()
        self._layout.addWidget(self.more, self._layout.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._show_more(False)

    def tell(self, field: QWidget, words: str) -> None:
        """Say below a field what is wrong there; "" if nothing is."""
        problem = self._problems[field]
        problem.setText(words)
        problem.setVisible(bool(words))
        if words and field in self._folded:
            self.more.setChecked(True)

    def problem(self, field: QWidget) -> str:
        """What is said below a field."""
        return self._problems[field].text()

    def _show_more(self, shown: bool) -> None:
        self.more.setText(self.tr("Less") if shown else self.tr("More"))
        for widget in self._folded:
            widget.setVisible(shown)
        for field, problem in self._problems.items():
            problem.setVisible(bool(problem.text()) and (shown or field not in self._folded))


def _side_by_side(field: QWidget, beside: QWidget | None) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(_GAP)
    layout.addWidget(field, 1)
    if beside is not None:
        layout.addWidget(beside, 0 if isinstance(beside, QLabel | QToolButton) else 1)
    return layout
