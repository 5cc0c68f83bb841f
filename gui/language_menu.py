"""The menu of languages: each by its own name, with the question whether to open the window anew."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from gui.settings import choose_language, language
from gui.translations import LANGUAGES, translated

_QUESTION = QT_TRANSLATE_NOOP(
    "LanguageMenu",
    "Netglass speaks English once its window is opened anew. Your drawing stays, and a run is saved.",
)
_NOW = QT_TRANSLATE_NOOP("LanguageMenu", "Open it anew now")
_LATER = QT_TRANSLATE_NOOP("LanguageMenu", "Later")


class LanguageMenu(QMenu):
    """Remembers the language that is chosen, which the next window speaks.

    `reopening_wanted`: the person wants that window now.
    """

    reopening_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Language"))
        self._spoken = language()
        group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = QAction(name, self, checkable=True)
            action.setChecked(code == self._spoken)
            action.triggered.connect(lambda _, code=code: self._choose(code))
            group.addAction(action)
            self.addAction(action)

    def _choose(self, code: str) -> None:
        choose_language(code)
        if code != self._spoken:
            self._ask(code)

    def _ask(self, code: str) -> None:
        """Ask in the language that was chosen: it is the one that the person reads."""
        question, now, later = (
            translated(code, "LanguageMenu", str(words)) for words in (_QUESTION, _NOW, _LATER)
        )
        box = QMessageBox(self.parentWidget())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(question)
        accept = box.addButton(now, QMessageBox.ButtonRole.AcceptRole)
        accept.clicked.connect(self.reopening_wanted, Qt.ConnectionType.QueuedConnection)
        box.addButton(later, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(accept)
        box.open()
