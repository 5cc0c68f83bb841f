"""Where the program keeps what belongs to the person: settings, the last drawing, the log."""

from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLocale, QSettings

from gui.translations import LANGUAGES

HISTORY_BUDGET = "history/budget"
_LANGUAGE = "window/language"
_BUDGET = 1_000_000_000  # 90 steps of 669,706 weights with all that is needed to go on from them

_scratch: list[Path] = []  # the folder of a run that must leave the person's own things alone, if this is one


def use_scratch(folder: Path) -> None:
    """Keep everything under `folder` from now on; for replay, screenshot and selftest."""
    _scratch[:] = [folder]


def stored() -> QSettings:
    """The settings of window and workspaces."""
    if _scratch:
        return QSettings(str(_scratch[0] / "settings.ini"), QSettings.Format.IniFormat)
    return QSettings("netglass", "netglass")


def language() -> str:
    """The language of the window, a key of LANGUAGES: the one that was chosen, at first the system's."""
    chosen = str(stored().value(_LANGUAGE))
    return chosen if chosen in LANGUAGES else _system_language(QLocale.system().uiLanguages())


def choose_language(code: str) -> None:
    """Remember the language of the next window."""
    stored().setValue(_LANGUAGE, code)


def drawing_path() -> Path:
    """The drawing that is there again at the next start."""
    return _data_folder() / "drawing.jsonl"


def labelled_path() -> Path:
    """The person's own labelled drawings, from which a network can learn."""
    return _data_folder() / "labelled.jsonl"


def data_path() -> Path:
    """The folder into which data sets are fetched."""
    return _data_folder() / "data"


def runs_path() -> Path:
    """The folder with a folder for each run."""
    return _data_folder() / "runs"


def history_budget() -> int:
    """How many bytes on disk the kept steps of a run may take."""
    value = str(stored().value(HISTORY_BUDGET, _BUDGET))
    return int(value) if value.isdecimal() else _BUDGET


def log_path() -> Path:
    """The log file."""
    folder = _scratch[0] if _scratch else platformdirs.user_log_path("netglass", appauthor=False)
    return folder / "netglass.log"


def _system_language(preferred: Sequence[str]) -> str:
    """What the person reads best of what there is; traditional characters are not the simplified ones."""
    for locale in map(QLocale, preferred):
        if locale.language() == QLocale.Language.English:
            return "en"
        if locale.script() == QLocale.Script.SimplifiedHanScript:
            return "zh_CN"
    return "en"


def _data_folder() -> Path:
    return _scratch[0] if _scratch else platformdirs.user_data_path("netglass", appauthor=False)
