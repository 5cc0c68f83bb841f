"""The best simple program that reads a digit while it is drawn: one widget to draw on, one label, no thread.

It paints the ink for the eye into a QImage and reads that very image: shrunk by Pillow, read by one forward
pass, told on the label.
"""

import sys
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from torch import nn

SIDE = 280
PEN_WIDTH = 24.0


def network() -> nn.Module:
    """The same network with random weights: the time that it takes does not depend on them."""
    layers = (nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    return nn.Sequential(nn.Flatten(), *layers).eval()


class Paper(QWidget):
    """Ink that follows the mouse; `inked` is called after each new point."""

    def __init__(self, inked: Callable[[], None]) -> None:
        super().__init__()
        self.setFixedSize(SIDE, SIDE)
        self.ink = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
        self._inked = inked
        self._last = QPointF()
        self.clear()

    def clear(self) -> None:
        """Take a fresh sheet."""
        self.ink.fill(Qt.GlobalColor.black)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self._last = event.position()
        self._line_to(self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._line_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._line_to(event.position())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the ink."""
        painter = QPainter(self)
        painter.drawImage(0, 0, self.ink)
        painter.end()

    def _line_to(self, point: QPointF) -> None:
        painter = QPainter(self.ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(Qt.GlobalColor.white, PEN_WIDTH, Qt.PenStyle.SolidLine, round_cap))
        painter.drawLine(self._last, point)
        painter.end()
        self._last = point
        self.update()
        self._inked()


class MinimalWindow(QWidget):
    """Paper and label side by side; `was_read` carries a rising number after each reading."""

    was_read = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper(self.read)
        self.label = QLabel("?")
        self._network = network()
        self._reading = 0
        layout = QHBoxLayout(self)
        layout.addWidget(self.paper)
        layout.addWidget(self.label)

    @torch.inference_mode()
    def read(self) -> None:
        """Read the ink and write the digit and its probability on the label."""
        ink = self.paper.ink
        picture = Image.frombuffer(
            "L", (SIDE, SIDE), bytes(ink.constBits()), "raw", "L", ink.bytesPerLine(), 1
        )
        small = np.asarray(picture.resize((28, 28)), np.float32) / 255
        probabilities = self._network(torch.from_numpy(small).reshape(1, 1, 28, 28)).softmax(1)[0]
        digit = int(probabilities.argmax())
        self._reading += 1
        self.label.setText(f"{digit}  {float(probabilities[digit]):.4f}")
        self.label.update()  # also where the words are the same
        self.was_read.emit(self._reading)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = MinimalWindow()
    window.show()
    sys.exit(application.exec())
