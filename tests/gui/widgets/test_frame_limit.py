"""The limit on painting."""

from pytestqt.qtbot import QtBot

from gui.widgets.frame_limit import WORDS_MS, FrameLimit


def test_the_first_wish_is_due_at_once(qtbot: QtBot):
    limit = FrameLimit()
    with qtbot.waitSignal(limit.due, timeout=0):
        limit.wish()
    limit.deleteLater()


def test_wishes_that_keep_coming_are_met_as_they_come(qtbot: QtBot):
    time = [0.0]
    limit, met = FrameLimit(interval_ms=33, clock=lambda: time[0]), []
    limit.due.connect(lambda: met.append(time[0]))
    for time[0] in (0.0, 0.02, 0.034, 0.06, 0.068):
        limit.wish()
    assert met == [0.0, 0.034, 0.068]
    limit.deleteLater()


def test_many_wishes_are_two_frames(qtbot: QtBot):
    limit, frames = FrameLimit(), []
    limit.due.connect(lambda: frames.append(None))
    for _ in range(50):
        limit.wish()
    assert len(frames) == 1
    qtbot.waitUntil(lambda: len(frames) == 2)
    with qtbot.assertNotEmitted(limit.due, wait=80):
        pass


def test_words_wait_longer_than_pictures(qtbot: QtBot):
    limits = [FrameLimit(), FrameLimit(interval_ms=WORDS_MS)]
    order = []
    for place, limit in enumerate(limits[::-1]):
        limit.due.connect(lambda place=place: order.append(place))
        limit.wish()
        limit.wish()
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == [0, 1, 1, 0]
