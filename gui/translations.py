"""The languages of the window, with the translators that speak them.

What is made speaks the language that was installed when it was made: a window is opened anew to change its language.
"""

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}  # each by the name that its readers know


def install(application: QCoreApplication, language: str) -> None:
    """Let what is made from now on speak `language`; English where there is no translation into it."""
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    for name, folder in (("qtbase", _qt_folder()), ("netglass", _own_folder())):
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}.qm", str(folder)):
            application.installTranslator(translator)


def translated(language: str, context: str, text: str) -> str:
    """`text` in `language`, whatever is installed; as it is where there is no translation."""
    translator = QTranslator()
    translator.load(f"netglass_{language}.qm", str(_own_folder()))
    return translator.translate(context, text) or text


def _qt_folder() -> Path:
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


def _own_folder() -> Path:
    return Path(str(files("resources") / "translations"))
