"""Steps back and forth."""

from gui.widgets.stroke_history import CanvasContent, CanvasStroke, StrokeHistory


def stroke() -> CanvasStroke:
    return CanvasStroke(((1.0, 2.0, 0.5),), 20.0)


def test_undo_and_redo_go_through_the_same_contents():
    history = StrokeHistory()
    contents = [history.content]
    for _ in range(3):
        history.do(history.content.with_stroke(stroke()))
        contents.append(history.content)
    for expected in contents[-2::-1]:
        history.undo()
        assert history.content is expected
    assert not history.can_undo
    for expected in contents[1:]:
        history.redo()
        assert history.content is expected
    assert not history.can_redo


def test_what_was_undone_is_forgotten_when_something_new_is_done():
    history = StrokeHistory()
    history.do(history.content.with_stroke(stroke()))
    history.undo()
    history.do(history.content.with_stroke(stroke()))
    assert not history.can_redo


def test_only_the_last_steps_are_remembered():
    history = StrokeHistory()
    for _ in range(600):
        history.do(CanvasContent())
    steps = 0
    while history.can_undo:
        history.undo()
        steps += 1
    assert steps == 500


def test_a_start_has_nothing_before_it():
    history = StrokeHistory()
    history.do(CanvasContent((stroke(),)))
    history.undo()
    history.start_with(CanvasContent((stroke(),)))
    assert not history.can_undo
    assert not history.can_redo
