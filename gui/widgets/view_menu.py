"""A menu of how a tensor is shown: whose numbers set the scale of its colours, their gamma, the shape of its images."""

import math
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gui import theme

GAMMAS = (0.3, 0.5, 0.7, 1.0, 1.5, 2.0)
_MOST_SHAPES = 12

Image = tuple[int, int]  # height, width


class Scope(Enum):
    """Whose numbers set the scale of the colours."""

    TENSOR = auto()
    MODULE = auto()
    MODEL = auto()


class ViewMenu(QMenu):
    """`scope_chosen` carries a `Scope`, `gamma_chosen` an exponent, `image_chosen` a shape and whether columns hang.

    Scope and gamma stay as they are chosen; the images are those of the tensor for which `offer_images` was called.
    """

    scope_chosen = Signal(object)
    gamma_chosen = Signal(float)
    image_chosen = Signal(tuple, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scope = Scope.TENSOR
        self.image: Image = (0, 0)
        self.across = False
        self._length = self._height = 0
        scopes = {
            Scope.TENSOR: self.tr("Scale of this tensor"),
            Scope.MODULE: self.tr("Scale of its module"),
            Scope.MODEL: self.tr("Scale of the model"),
        }
        self.scopes = {scope: self._choice(self, words) for scope, words in scopes.items()}
        self._exclude(list(self.scopes.values()))
        self.addSeparator()
        self._gamma_menu = self.addMenu(self.tr("Gamma"))
        self.gammas = {gamma: self._choice(self._gamma_menu, theme.number(gamma)) for gamma in GAMMAS}
        self._exclude(list(self.gammas.values()))
        self._images_head = self.addSeparator()
        self.kinds = [
            self._choice(self, self.tr("Images of rows")),
            self._choice(self, self.tr("Images of columns")),
        ]
        self._exclude(self.kinds)
        self.shapes = self.addMenu(self.tr("Shape of an image"))
        self.scopes[Scope.TENSOR].setChecked(True)
        self.gammas[1.0].setChecked(True)
        for scope, action in self.scopes.items():
            action.triggered.connect(lambda _=False, scope=scope: self._choose_scope(scope))
        for gamma, action in self.gammas.items():
            action.triggered.connect(lambda _=False, gamma=gamma: self.gamma_chosen.emit(gamma))
        for across, action in enumerate(self.kinds):
            action.triggered.connect(lambda _=False, across=bool(across): self._choose_kind(across))

    def offer_images(self, rows: int, columns: int, image: Image) -> None:
        """Offer the images of another matrix, at first its rows as an `image` of this shape."""
        self._length, self._height = columns, rows
        self.image, self.across = image, False
        self.kinds[0].setChecked(True)
        self._offer_shapes()

    def show_images(self, shown: bool) -> None:
        """Offer what concerns images only where they are seen."""
        for action in (self._images_head, *self.kinds, self.shapes.menuAction()):
            action.setVisible(shown)

    def _choose_scope(self, scope: Scope) -> None:
        self.scope = scope
        self.scope_chosen.emit(scope)

    def _choose_kind(self, across: bool) -> None:
        self.across = across
        self.image = squarest(self._height if across else self._length)
        self._offer_shapes()
        self.image_chosen.emit(self.image, across)

    def _choose_image(self, image: Image) -> None:
        self.image = image
        self.image_chosen.emit(image, self.across)

    def _offer_shapes(self) -> None:
        self.shapes.clear()
        shapes = image_shapes(self._height if self.across else self._length)
        if self.image not in shapes and self.image != (0, 0):  # a part of a row: a kernel
            shapes = [self.image, *shapes]
        group = QActionGroup(self.shapes)
        for image in shapes:
            action = self._choice(self.shapes, f"{image[0]} × {image[1]}")
            action.setChecked(image == self.image)
            action.triggered.connect(lambda _=False, image=image: self._choose_image(image))
            group.addAction(action)

    def _choice(self, menu: QMenu, words: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        return action

    def _exclude(self, actions: Sequence[QAction]) -> None:
        group = QActionGroup(self)
        for action in actions:
            group.addAction(action)


def image_shapes(length: int) -> list[Image]:
    """The heights and widths of an image of so many cells, the squarest first."""
    heights = [height for height in range(1, math.isqrt(max(length, 0)) + 1) if length % height == 0]
    pairs = [(height, length // height) for height in reversed(heights)]
    found = [image for a, b in pairs for image in dict.fromkeys([(a, b), (b, a)])]
    return found[:_MOST_SHAPES]


def squarest(length: int) -> Image:
    """The shape that is nearest to a square; (0, 0) of nothing."""
    return next(iter(image_shapes(length)), (0, 0))
