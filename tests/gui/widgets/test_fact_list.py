"""The list of facts."""

from pytestqt.qtbot import QtBot

from gui.widgets.fact_list import FactList


def test_facts_are_named(qtbot: QtBot):
    facts = FactList(("shape", "mean"))
    qtbot.addWidget(facts)
    facts.show_facts(("[1, 28, 28]", "0.1"))
    assert facts.lines() == ["shape [1, 28, 28]", "mean 0.1"]
    assert facts.accessibleName() == "shape [1, 28, 28], mean 0.1"


def test_its_size_does_not_depend_on_the_values(qtbot: QtBot):
    facts = FactList(("mean",))
    qtbot.addWidget(facts)
    before = facts.sizeHint()
    facts.show_facts(("0.123456789012345",))
    assert facts.sizeHint() == before
