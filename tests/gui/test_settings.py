"""What the program remembers."""

import pytest
from PySide6.QtCore import QLocale

from gui.settings import choose_language, language


@pytest.mark.parametrize(
    ("preferred", "spoken"),
    [
        (["en-GB"], "en"),
        (["zh-CN"], "zh_CN"),
        (["zh-Hans-SG", "en"], "zh_CN"),
        (["zh-TW", "en-US"], "en"),
        (["de-DE", "zh-CN"], "zh_CN"),
        (["de-DE"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_is_the_one_that_the_person_reads_best(
    preferred: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda locale: preferred)
    assert language() == spoken


def test_the_language_that_was_chosen_is_remembered():
    choose_language("zh_CN")
    assert language() == "zh_CN"


def test_a_language_that_there_is_no_more_gives_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda locale: ["en"])
    choose_language("tlh")
    assert language() == "en"
