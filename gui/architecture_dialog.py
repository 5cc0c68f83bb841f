"""The dialog in which a network is built: layers, what stands between them, its first weights, and its source."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.errors import NetglassError
from engine.thread.architecture_commands import ACTIVATIONS, INITIALISATIONS, LARGEST_LAYER, Architecture
from gui import theme
from gui.failures import failure_sentence
from gui.widgets.cell_editor import mark
from gui.widgets.code_colours import highlighted
from gui.widgets.hanging_lines import HangingLines
from gui.widgets.number_field import NumberField
from gui.widgets.number_range import NumberRange

_SIZE = QSize(860, 520)
_LARGEST_SEED = 2**53  # that a field gives back to the digit
_MOST_DROPPED = 0.95
_NONE, _BEFORE, _BEHIND = range(3)  # where normalisations stand


class ArchitectureDialog(QDialog):
    """What was set is PyTorch source at once, beside it.

    `build_wanted` carries the architecture, and whether layers whose shape stays keep their weights.
    """

    build_wanted = Signal(object, bool)

    def __init__(self, architecture: Architecture, keep: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Change the layers") if keep else self.tr("New network"))
        self._begun = architecture
        self.inputs = _units(architecture.sizes[0])
        self.hidden = QLineEdit(", ".join(map(str, architecture.sizes[1:-1])))
        self.outputs = _units(architecture.sizes[-1])
        self.activation = _choice(ACTIVATIONS, architecture.activation)
        self.norms = _choice(
            (self.tr("none"), self.tr("before the activation"), self.tr("behind the activation")), ""
        )
        self.norms.setCurrentIndex(_place_of(architecture))
        self.dropout = _field(NumberRange(0, _MOST_DROPPED, step=0.05), architecture.dropout)
        self.initialisation = _choice(INITIALISATIONS, architecture.initialisation)
        self.seed = _field(NumberRange(0, _LARGEST_SEED, whole=True), max(architecture.seed, 0))
        self.keep = QCheckBox(self.tr("Keep the weights of layers whose shape stays"))
        self.source = HangingLines(self)
        self.facts = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(self.tr("Build"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._set_up(keep)
        self._lay_out()
        self._connect()
        self._show()
        self.resize(_SIZE)

    def architecture(self) -> Architecture:
        """What was set; raises ARCHITECTURE_INVALID for what cannot be built."""
        hidden = _numbers(self.hidden.text())
        sizes = (int(self.inputs.value), *hidden, int(self.outputs.value))
        same = len(sizes) == len(self._begun.sizes)
        norms = self._begun.norms
        if not same or self.norms.currentIndex() != _place_of(self._begun):
            norms = (True,) * len(hidden) if self.norms.currentIndex() != _NONE else ()
        return Architecture(
            sizes=sizes,
            activation=self.activation.currentText(),
            seed=int(self.seed.value),
            biases=self._begun.biases if same else (),
            norms=norms,
            norms_last=self.norms.currentIndex() == _BEHIND,
            dropout=round(self.dropout.value, 3),
            initialisation=self.initialisation.currentText(),
        )

    def _set_up(self, keep: bool) -> None:
        self.hidden.setPlaceholderText(self.tr("none: from the inputs to the outputs at once"))
        self.hidden.setToolTip(self.tr("The units of each hidden layer, from input to output, as 512, 512"))
        self.initialisation.setToolTip(
            self.tr("How the first weights are drawn: as nn.Linear does, or after He or Xavier")
        )
        self.keep.setChecked(keep)
        self.facts.setWordWrap(True)
        self.facts.setObjectName("muted")
        self.accept_button.setDefault(True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * theme.SPACE)
        form.setVerticalSpacing(theme.SPACE)
        for words, field in (
            (self.tr("Inputs"), self.inputs),
            (self.tr("Hidden layers"), self.hidden),
            (self.tr("Outputs"), self.outputs),
            (self.tr("Activation"), self.activation),
            (self.tr("Batch normalisation"), self.norms),
            (self.tr("Dropout"), self.dropout),
            (self.tr("First weights"), self.initialisation),
            (self.tr("Seed"), self.seed),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.SPACE)
        left.addLayout(form)
        left.addWidget(self.keep)
        left.addWidget(self.facts)
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(3 * theme.SPACE)
        both.addLayout(left, 2)
        both.addWidget(self._paper(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(both, 1)
        layout.addWidget(self.buttons)

    def _paper(self) -> QScrollArea:
        self.source.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setWidget(self.source)
        return room

    def _connect(self) -> None:
        for field in (self.inputs, self.outputs, self.seed, self.dropout):
            field.value_changed.connect(self._show)
            field.problem_changed.connect(self._show)
        for choice in (self.activation, self.norms, self.initialisation):
            choice.currentIndexChanged.connect(self._show)
        self.hidden.textChanged.connect(self._show)
        self.copy = QPushButton(self.tr("Copy the source"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.accepted.connect(self._build)
        self.buttons.rejected.connect(self.reject)

    def _show(self) -> None:
        """Show the source of what was set, or what is wrong with it."""
        fields = (self.inputs, self.outputs, self.seed, self.dropout)
        problem = next((field for field in fields if field.problem), None)
        if problem is not None:
            self.facts.setText(f"{problem.accessibleName()}: {problem.problem}")
            self._offer(False)
            return
        try:
            architecture = self.architecture()
        except NetglassError as failure:
            mark(self.hidden, False)
            self.facts.setText(failure_sentence(failure.kind, failure.fields))
            self._offer(False)
            return
        mark(self.hidden, True)
        words = self.tr("{layers}: {count} parameters")
        self.facts.setText(words.format(layers=str(architecture), count=f"{architecture.parameter_count:,}"))
        self.source.show_lines(highlighted(architecture.source()))
        self._offer(True)

    def _offer(self, right: bool) -> None:
        self.accept_button.setEnabled(right)
        self.copy.setEnabled(right)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.architecture().source())

    def _build(self) -> None:
        self.build_wanted.emit(self.architecture(), self.keep.isChecked())
        self.accept()


def _units(value: int) -> NumberField:
    return _field(NumberRange(1, LARGEST_LAYER, whole=True), value)


def _field(values: NumberRange, value: float) -> NumberField:
    field = NumberField(values)
    field.set_value(min(value, values.high))
    return field


def _choice(names: tuple[str, ...], chosen: str) -> QComboBox:
    box = QComboBox()
    box.addItems(names)
    box.setCurrentText(chosen)
    return box


def _place_of(architecture: Architecture) -> int:
    """Where normalisations stand in it."""
    if not any(architecture.norms):
        return _NONE
    return _BEHIND if architecture.norms_last else _BEFORE


def _numbers(text: str) -> tuple[int, ...]:
    """The whole numbers in `text`, 0 for what is none, which no architecture takes."""
    parts = [part.strip() for part in text.replace(";", ",").replace("，", ",").split(",")]
    return tuple(int(part) if part.isascii() and part.isdecimal() else 0 for part in parts if part)
