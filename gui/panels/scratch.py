"""The panel Scratch: sizes, values and loss of a small expression, whose graph and gradients follow."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.thread.lab_commands import EXPRESSIONS, Expression, Leaf, Scratch
from engine.thread.lab_events import TensorSeen
from gui import icons, theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place
from gui.selection import Selection
from gui.widgets.matrix_field import MatrixField
from gui.widgets.name_choice import NameChoice
from gui.widgets.number_field import NumberField
from gui.widgets.number_range import NumberRange

_SIZES = NumberRange(1, 16, whole=True)
_VALUES = NumberRange(-1e6, 1e6)


class ScratchPanel(Panel):
    """What a person changes of the expression in the panel Graph; no code is typed."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Scratch"))
    icon: ClassVar[str] = "settings"
    places: ClassVar[dict[str, Place]] = {"learn": Place(RIGHT, 1, share=43, from_height=720)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.choice = selection.graph
        self.loss = QComboBox(self)
        self.loss.setAccessibleName(self.tr("Loss"))
        self.loss.setToolTip(self.tr("What is computed last"))
        self.loss.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.loss.activated.connect(lambda place: self._change(loss=place))
        self.again = self._new_dice()
        self.sizes: dict[str, NumberField] = {}
        self.leaf = NameChoice()
        self.leaf.chosen.connect(self._choose_leaf)
        self.tracked = QCheckBox("requires_grad", self)
        self.tracked.setToolTip(self.tr("Whether the tensor asks for a gradient"))
        self.tracked.toggled.connect(self._track_leaf)
        self.numbers = MatrixField(_VALUES)
        self.numbers.edited.connect(self._set_values)
        self._nothing = QWidget(self)
        self.words = QLabel(self)
        self.words.setObjectName("muted")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setText(self.tr("Sizes, values and loss of a small expression can be changed here."))
        self.offer = QPushButton(next(iter(EXPRESSIONS.values())).code.splitlines()[0], self)
        self.offer.setToolTip(self.tr("Compute this small expression"))
        self.offer.clicked.connect(lambda: self.choice.explore(Scratch()))
        self._leaf = ""
        self._sizes = QWidget(self)
        self._size_row = QHBoxLayout(self._sizes)
        self._size_row.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self.choice.graph_changed.connect(self._show)
        self.choice.subject_changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(220, 120)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        self._size_row.setSpacing(4)
        first.addWidget(self._sizes)
        first.addStretch(1)
        first.addWidget(self.again)
        second.addWidget(self.leaf)
        second.addStretch(1)
        second.addWidget(self.tracked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(first)
        layout.addWidget(self.loss)
        layout.addLayout(second)
        layout.addWidget(self.numbers, 1)
        layout.addWidget(self._new_offer(), 1)

    def _new_offer(self) -> QWidget:
        """What stands here where there is no expression."""
        layout = QVBoxLayout(self._nothing)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(1)
        layout.addWidget(self.words)
        layout.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return self._nothing

    def _new_dice(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon("dice"))
        button.setToolTip(self.tr("Draw new random values"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(self._draw_again)
        return button

    def _show(self) -> None:
        scratch = self._scratch()
        for widget in (self._sizes, self.loss, self.again, self.leaf, self.tracked, self.numbers):
            widget.setVisible(scratch is not None)
        self._nothing.setVisible(scratch is None)
        if scratch is not None:
            expression = EXPRESSIONS[scratch.expression]
            self._show_sizes(scratch, expression)
            self._show_loss(scratch, expression)
            self._show_leaf(scratch, expression)

    def _show_sizes(self, scratch: Scratch, expression: Expression) -> None:
        if list(self.sizes) != list(expression.sizes):
            while (item := self._size_row.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self.sizes = {name: self._new_size(name) for name in expression.sizes}
        for name, field in self.sizes.items():
            field.set_value(scratch.size_of(name))

    def _new_size(self, name: str) -> NumberField:
        label = QLabel(name)
        label.setObjectName("muted")
        field = NumberField(_SIZES)
        field.setFixedWidth(46)
        field.setAccessibleName(self.tr("Size {name}").format(name=name))
        field.setToolTip(self.tr("Size {name}: 1 to 16").format(name=name))
        field.value_changed.connect(partial(self._resize_to, name))
        label.setBuddy(field)
        self._size_row.addWidget(label)
        self._size_row.addWidget(field)
        return field

    def _show_loss(self, scratch: Scratch, expression: Expression) -> None:
        if [self.loss.itemText(place) for place in range(self.loss.count())] != list(expression.losses):
            self.loss.clear()
            self.loss.addItems(expression.losses)
        self.loss.setCurrentIndex(scratch.loss)
        self.loss.setVisible(bool(expression.losses))

    def _show_leaf(self, scratch: Scratch, expression: Expression) -> None:
        names = [leaf.name for leaf in expression.leaves]
        if self._leaf not in names:
            self._leaf = next((leaf.name for leaf in expression.leaves if leaf.requires_grad), names[0])
        self.leaf.offer([(name, name) for name in names], self._leaf)
        with QSignalBlocker(self.tracked):
            self.tracked.setChecked(scratch.is_tracked(self._chosen_leaf(expression)))
        seen = self._seen()
        if seen is not None:
            self.numbers.show_matrix(seen.levels, seen.limit)

    def _seen(self) -> TensorSeen | None:
        """What the chosen leaf holds, as the engine told."""
        traced = self.choice.traced
        if traced is None or traced.subject != self.choice.subject:
            return None
        named = zip(traced.graph.nodes, traced.pictures, strict=True)
        return next((picture for node, picture in named if node.name == self._leaf), None)

    def _chosen_leaf(self, expression: Expression) -> Leaf:
        return next(leaf for leaf in expression.leaves if leaf.name == self._leaf)

    def _scratch(self) -> Scratch | None:
        subject = self.choice.subject
        return subject if isinstance(subject, Scratch) else None

    def _choose_leaf(self, name: str) -> None:
        self._leaf = name
        self._show()

    def _draw_again(self) -> None:
        scratch = self._scratch()
        if scratch is not None:
            self._change(seed=scratch.seed + 1, values={})

    def _resize_to(self, name: str, size: float) -> None:
        """Values of other sizes are of no use any more."""
        scratch = self._scratch()
        if scratch is not None:
            self._change(sizes={**scratch.sizes, name: int(size)}, values={})

    def _track_leaf(self, tracked: bool) -> None:
        scratch = self._scratch()
        if scratch is not None:
            self._change(requires_grad={**scratch.requires_grad, self._leaf: tracked})

    def _set_values(self, values: tuple[float, ...]) -> None:
        scratch = self._scratch()
        if scratch is not None:
            self._change(values={**scratch.values, self._leaf: values})

    def _change(self, **changes: object) -> None:
        scratch = self._scratch()
        if scratch is not None:
            self.choice.explore(replace(scratch, **changes))  # pyright: ignore[reportArgumentType]  # by field
