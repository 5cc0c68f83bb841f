"""The platform's typefaces."""

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from gui.settings import choose_language
from gui.typefaces import typeface

GENERAL = QFontDatabase.SystemFont.GeneralFont


@pytest.mark.usefixtures("qapp")
def test_chinese_adds_the_first_of_its_faces_behind_the_platforms_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda family: family == "Noto Sans CJK SC")
    choose_language("zh_CN")
    platform = QFontInfo(QFontDatabase.systemFont(GENERAL)).family()
    assert typeface(GENERAL, 11).families() == [platform, "Noto Sans CJK SC"]
    assert typeface(GENERAL, 11).pointSizeF() == 11


def test_english_has_the_platforms_own_alone(qapp: QApplication):
    choose_language("en")
    assert typeface(GENERAL, 11).families() == QFontDatabase.systemFont(GENERAL).families()
