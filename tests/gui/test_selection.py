"""The shared selection."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.selection import Selection


def test_choosing_a_module_shows_its_first_parameter(qapp: QApplication, qtbot: QtBot) -> None:
    selection = Selection()
    with qtbot.waitSignal(selection.changed):
        selection.choose("stack.0", ("stack.0.weight", "stack.0.bias"))
    assert selection.parameter == "stack.0.weight"


def test_choosing_a_sibling_keeps_the_module(qapp: QApplication) -> None:
    selection = Selection()
    selection.choose("stack.0", ("stack.0.weight", "stack.0.bias"))
    selection.choose_parameter("stack.0.bias")
    assert (selection.module, selection.parameter) == ("stack.0", "stack.0.bias")
    assert selection.parameters == ("stack.0.weight", "stack.0.bias")


def test_choosing_a_parameter_of_another_module_chooses_that_module(qapp: QApplication) -> None:
    selection = Selection()
    selection.choose("stack.0", ("stack.0.weight", "stack.0.bias"))
    selection.choose_parameter("stack.2.weight")
    assert (selection.module, selection.parameters) == ("stack.2", ("stack.2.weight",))


def test_choosing_the_same_again_says_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    selection = Selection()
    selection.choose("stack.0", ("stack.0.weight",))
    with qtbot.assertNotEmitted(selection.changed):
        selection.choose("stack.0", ("stack.0.weight",))


def test_pointing_at_nothing_ends_pointing(qapp: QApplication, qtbot: QtBot) -> None:
    selection = Selection()
    selection.hover("stack.0.weight")
    with qtbot.waitSignal(selection.hover_changed):
        selection.hover()
    assert selection.hovered_parameter == ""
    assert selection.hovered_class is None


def test_a_cell_is_wanted_of_a_parameter_that_is_chosen_by_then(qapp: QApplication, qtbot: QtBot) -> None:
    selection = Selection()
    seen: list[tuple[str, int, int]] = []
    selection.cell_wanted.connect(lambda row, column: seen.append((selection.parameter, row, column)))
    selection.open_cell("stack.0.weight", 3, 4)
    assert seen == [("stack.0.weight", 3, 4)]
