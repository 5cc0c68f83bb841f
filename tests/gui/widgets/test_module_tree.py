"""The tree of modules."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.module_rows import BYTES, COUNT, FLAW, NAME, NORM, SHAPE, TRAINABLE, TYPE, Finding, TreeRow
from gui.widgets.module_tree import ModuleTree

PARAMETERS = ("stack.0.weight", "stack.0.bias")
WEIGHT = PARAMETERS[0]


def made_tree() -> TreeRow:
    root = TreeRow("", "", "NeuralNetwork", "", "[1, 10]", 30, PARAMETERS)
    stack = TreeRow("stack", "stack", "Sequential", "", "[1, 10]", 30, PARAMETERS, root)
    layer = TreeRow("stack.0", "0", "Linear", "2 → 10", "[1, 10]", 30, PARAMETERS, stack)
    relu = TreeRow("stack.1", "1", "ReLU", shape="[1, 10]", parent=stack)
    root.children.append(stack)
    stack.children += [layer, relu]
    for name, shape in zip(PARAMETERS, ("[10, 2]", "[10]"), strict=True):
        own = name.rpartition(".")[2]
        tensor = TreeRow(name, own, "", "", shape, 20, (name,), layer, [], "float32", 80, is_tensor=True)
        layer.children.append(tensor)
    return root


@pytest.fixture
def tree(qtbot: QtBot) -> ModuleTree:
    tree = ModuleTree()
    qtbot.addWidget(tree)
    tree.resize(390, 200)
    tree.set_root(made_tree())
    tree.show()
    return tree


def place(tree: ModuleTree, row: int) -> QPoint:
    return QPoint(60, row * 22 + 11)


def test_it_mirrors_the_modules_with_all_branches_open(tree: ModuleTree):
    model, lines = tree.model(), []
    index = model.index(0, 0)
    while index.isValid():
        columns = (NAME, SHAPE, COUNT, TRAINABLE)
        lines.append([model.index(index.row(), c, index.parent()).data() for c in columns])
        index = tree.indexBelow(index)
    assert lines == [
        ["NeuralNetwork", "[1, 10]", "30", "trainable"],
        ["stack Sequential", "[1, 10]", "30", "trainable"],
        ["0 Linear 2 → 10", "[1, 10]", "30", "trainable"],
        ["1 ReLU", "[1, 10]", "", ""],
    ]


def test_a_click_chooses_a_module(tree: ModuleTree, qtbot: QtBot):
    with qtbot.waitSignal(tree.chosen) as chosen:
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place(tree, 2))
    assert chosen.args == ["stack.0"]


def test_arrow_keys_choose_a_module(tree: ModuleTree, qtbot: QtBot):
    tree.choose("stack.0")
    with qtbot.waitSignal(tree.chosen) as chosen:
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert chosen.args == ["stack.1"]


def test_what_is_chosen_elsewhere_is_marked_silently(tree: ModuleTree, qtbot: QtBot):
    with qtbot.assertNotEmitted(tree.chosen):
        tree.choose("stack.1")
    picture = tree.viewport().grab().toImage()
    assert picture.pixelColor(1, place(tree, 3).y()) == theme.current().accent
    assert picture.pixelColor(1, place(tree, 2).y()) != theme.current().accent


def test_pointing_tells_the_module_and_leaving_none(tree: ModuleTree, qtbot: QtBot):
    told: list[object] = []
    tree.hovered.connect(told.append)
    qtbot.mouseMove(tree.viewport(), place(tree, 1))
    qtbot.mouseMove(tree.viewport(), place(tree, 2))
    QApplication.sendEvent(tree.viewport(), QEvent(QEvent.Type.Leave))
    assert told == ["stack", "stack.0", None]


def test_a_marked_row_stands_out(tree: ModuleTree):
    tree.mark("stack.0")
    picture = tree.viewport().grab().toImage()
    assert picture.pixelColor(4, place(tree, 2).y()) == theme.current().raised


def test_a_narrow_tree_gives_up_the_output_shapes_first(tree: ModuleTree):
    assert not tree.isColumnHidden(SHAPE)
    tree.resize(230, 200)
    assert tree.isColumnHidden(SHAPE)
    assert not any(tree.isColumnHidden(column) for column in (NAME, COUNT, TRAINABLE))


def test_the_keys_for_copying_ask_for_a_copy(tree: ModuleTree, qtbot: QtBot):
    with qtbot.waitSignal(tree.copy_wanted):
        qtbot.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_tooltip_has_the_whole_name_shape_and_count(tree: ModuleTree):
    tree.choose("stack.0")
    tooltip = tree.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "stack.0 · Linear · 2 → 10\noutput [1, 10]\n30 parameters, trainable"


@pytest.mark.parametrize("click", ["mouseClick", "mouseDClick"])
def test_clicking_a_tick_asks_for_freezing_and_chooses_nothing(tree: ModuleTree, qtbot: QtBot, click: str):
    at = tree.tick_rect("stack").center()
    with qtbot.assertNotEmitted(tree.chosen), qtbot.waitSignal(tree.freeze_wanted) as wanted:
        getattr(qtbot, click)(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wanted.args == ["stack", True]


def test_space_asks_for_freezing_and_for_thawing_what_is_all_frozen(tree: ModuleTree, qtbot: QtBot):
    tree.choose("stack.0")
    tree.show_frozen({PARAMETERS[0]: None})
    with qtbot.waitSignal(tree.freeze_wanted) as wanted:
        qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert wanted.args == ["stack.0", True]
    tree.show_frozen(dict.fromkeys(PARAMETERS))
    with qtbot.waitSignal(tree.freeze_wanted) as wanted:
        qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert wanted.args == ["stack.0", False]


def test_a_module_without_parameters_has_no_tick(tree: ModuleTree, qtbot: QtBot):
    with qtbot.assertNotEmitted(tree.freeze_wanted):
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.tick_rect("stack.1").center())
        tree.choose("stack.1")
        qtbot.keyClick(tree, Qt.Key.Key_Space)


def test_what_is_frozen_is_no_longer_filled_and_shows_its_change(tree: ModuleTree):
    def corner() -> QColor:
        mark = tree.tick_rect("stack.0")
        return tree.viewport().grab().toImage().pixelColor(mark.right() - 3, mark.center().y() - 3)

    assert corner() == theme.current().accent
    narrow = tree.columnWidth(TRAINABLE)
    tree.show_frozen(dict.fromkeys(PARAMETERS, 0.0))
    assert corner() != theme.current().accent
    assert tree.columnWidth(TRAINABLE) > narrow


def seen(tree: ModuleTree) -> list[str]:
    """The names of the rows that are there, from above."""
    index, names = tree.model().index(0, 0), []
    while index.isValid():
        names.append(str(index.data()))
        index = tree.indexBelow(index)
    return names


def test_the_tensors_of_a_layer_are_unfolded_by_key_and_by_mouse(tree: ModuleTree, qtbot: QtBot):
    tree.choose("stack.0")
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert seen(tree)[2:5] == ["0 Linear 2 → 10", "weight", "bias"]
    corner = tree.visualRect(tree.currentIndex()).topLeft()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=corner + QPoint(-5, 11))
    assert "weight" not in seen(tree)


def test_a_tensor_is_chosen_and_stays_so_until_another_is(tree: ModuleTree, qtbot: QtBot):
    tree.choose("stack.0")
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    with qtbot.waitSignal(tree.chosen) as chosen:
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert chosen.args == [WEIGHT]
    tree.choose("stack.0", WEIGHT)
    assert tree.currentIndex().data() == "weight"
    tree.choose("stack.0", PARAMETERS[1])
    assert tree.currentIndex().data() == "bias"
    tree.choose("stack", WEIGHT)
    assert tree.currentIndex().data() == "stack Sequential"


def test_the_filter_shows_what_fits_and_what_it_is_in(tree: ModuleTree):
    assert tree.show_only("BIAS") == 1
    assert seen(tree) == ["NeuralNetwork", "stack Sequential", "0 Linear 2 → 10", "bias"]
    assert tree.show_only("relu 1") == 1
    assert seen(tree) == ["NeuralNetwork", "stack Sequential", "1 ReLU"]
    assert tree.show_only("float32") == 2
    assert tree.show_only("nothing") == 0
    tree.show_only("")
    assert seen(tree) == ["NeuralNetwork", "stack Sequential", "0 Linear 2 → 10", "1 ReLU"]


def test_what_the_filter_looks_for_stands_out(tree: ModuleTree):
    def accented() -> int:
        picture, accent = tree.viewport().grab().toImage(), theme.current().accent
        width = tree.columnWidth(NAME)
        return sum(picture.pixelColor(x, y) == accent for x in range(20, width) for y in range(44, 66))

    assert accented() == 0
    tree.show_only("linear")
    assert accented() > 0


def test_escape_in_the_tree_leaves_the_filter(tree: ModuleTree, qtbot: QtBot):
    with qtbot.assertNotEmitted(tree.filter_left):
        qtbot.keyClick(tree, Qt.Key.Key_Escape)
    tree.show_only("relu")
    with qtbot.waitSignal(tree.filter_left):
        qtbot.keyClick(tree, Qt.Key.Key_Escape)


def shown_columns(tree: ModuleTree) -> set[int]:
    return {column for column in range(TRAINABLE + 1) if not tree.isColumnHidden(column)}


def test_columns_come_as_there_is_room_and_with_titles_where_they_need_some(tree: ModuleTree):
    tree.show_findings(dict.fromkeys(PARAMETERS, Finding(3.0)))
    tree.resize(230, 200)
    assert shown_columns(tree) == {NAME, COUNT, TRAINABLE} and tree.isHeaderHidden()
    tree.resize(800, 200)
    assert shown_columns(tree) == {NAME, TYPE, SHAPE, COUNT, BYTES, NORM, TRAINABLE}
    assert not tree.isHeaderHidden()
    tree.choose_columns(frozenset({NORM}), titles=False)
    assert shown_columns(tree) == {NAME, NORM, TRAINABLE} and tree.isHeaderHidden()


def test_a_flaw_gets_a_sign_and_a_line_of_the_tooltip_in_all_that_it_is_in(tree: ModuleTree):
    tree.show_findings(dict.fromkeys(PARAMETERS, Finding(3.0)))
    assert tree.isColumnHidden(FLAW)
    tree.show_findings({WEIGHT: Finding(3.0, "0.weight: 2 NaN"), PARAMETERS[1]: Finding(4.0)})
    assert not tree.isColumnHidden(FLAW)
    tree.choose("stack")
    index = tree.currentIndex()
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("\n0.weight: 2 NaN")
    assert index.siblingAtColumn(NORM).data() == "5"
    signed, plain = (
        tree.viewport().grab(tree.visualRect(each.siblingAtColumn(FLAW))).toImage()
        for each in (tree.indexBelow(index), tree.indexBelow(tree.indexBelow(index)))
    )
    assert signed.size() == plain.size() and signed != plain


def test_of_tensors_that_are_only_looked_at_none_can_be_frozen(tree: ModuleTree, qtbot: QtBot):
    tree.set_root(made_tree(), can_freeze=False)
    assert tree.isColumnHidden(TRAINABLE)
    tree.choose("stack.0")
    with qtbot.assertNotEmitted(tree.freeze_wanted):
        qtbot.keyClick(tree, Qt.Key.Key_Space)
