"""The question which activation a file's layers have: shapes cannot say it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from engine.thread.architecture_commands import ACTIVATIONS
from gui.notices import Notice, NoticeView


class ActivationQuestion(NoticeView):
    """Stays until it is answered or dismissed, and is `gone`; `answered` carries the activation, ReLU offered first."""

    answered = Signal(str)
    gone = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(Notice("", "info"), parent)
        sentence = self.tr("{file} does not say which activation stands between its layers: ReLU is a guess.")
        self.say(sentence.format(file=name))
        self.choice = QComboBox()
        self.choice.addItems(ACTIVATIONS)
        self.choice.setAccessibleName(self.tr("Activation"))
        self.use = QPushButton(self.tr("Use"))
        self.use.setDefault(True)
        self.use.clicked.connect(self._answer)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        for place, widget in enumerate((self.choice, self.use), start=2):
            layout.insertWidget(place, widget)

    def renew(self) -> None:
        """Stay."""

    def dismiss(self) -> None:
        """Go."""
        super().dismiss()
        self.gone.emit()

    def _answer(self) -> None:
        self.answered.emit(self.choice.currentText())
        self.dismiss()
