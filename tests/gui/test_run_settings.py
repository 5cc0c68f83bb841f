"""The settings of a run."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.thread.training_commands import Distortion, Optimiser, Plan, Schedule, recipe_named
from gui.run_settings import USUAL_RATES, RunSettings, Start, distorted
from gui.widgets.number_field import NumberField

QUICK = recipe_named("quick")


@pytest.fixture
def settings(qtbot: QtBot) -> RunSettings:
    settings = RunSettings()
    qtbot.addWidget(settings)
    settings.resize(300, 400)
    settings.show()
    return settings


def enter(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_at_first_it_is_the_recipe_itself(settings: RunSettings):
    assert settings.plan("first") == Plan("first", ("synthetic",), QUICK, 0)
    assert settings.start.currentData() is Start.RANDOM


def test_the_samples_cost_the_choice_of_data_no_height(settings: RunSettings):
    assert settings.browse.height() == settings.data.height() == settings.optimiser.height()


def test_every_number_reaches_the_recipe(settings: RunSettings, qtbot: QtBot):
    for field, text in (
        *((settings.rate, "0.01"), (settings.batch, "64"), (settings.epochs, "3"), (settings.decay, "0.1")),
        *((settings.smoothing, "0.2"), (settings.averaging, "0")),
    ):
        with qtbot.waitSignal(settings.recipe_changed):
            enter(qtbot, field, text)
    assert settings.recipe() == replace(
        QUICK, learning_rate=0.01, batch=64, epochs=3, weight_decay=0.1, label_smoothing=0.2, averaging=0
    )


def test_lists_reach_the_recipe(settings: RunSettings, qtbot: QtBot):
    with qtbot.waitSignal(settings.recipe_changed):
        qtbot.keyClick(settings.schedule, Qt.Key.Key_Down)
    assert settings.recipe().schedule is Schedule.CONSTANT


def test_another_optimiser_brings_its_usual_rate(settings: RunSettings, qtbot: QtBot):
    with qtbot.waitSignal(settings.recipe_changed):
        qtbot.keyClick(settings.optimiser, Qt.Key.Key_End)
    assert settings.recipe().optimiser is Optimiser.SGD
    assert settings.rate.value == USUAL_RATES[Optimiser.SGD]


def test_a_rate_that_the_person_chose_stays_with_another_optimiser(settings: RunSettings, qtbot: QtBot):
    enter(qtbot, settings.rate, "0.003")
    qtbot.keyClick(settings.optimiser, Qt.Key.Key_End)
    assert settings.rate.value == 0.003


def test_the_seed_is_no_part_of_the_recipe(settings: RunSettings, qtbot: QtBot):
    with qtbot.assertNotEmitted(settings.recipe_changed):
        enter(qtbot, settings.seed, "7")
    assert settings.plan("").seed == 7


def test_the_slider_scales_the_distortion(settings: RunSettings, qtbot: QtBot):
    with qtbot.waitSignal(settings.recipe_changed):
        qtbot.keyClick(settings.strength, Qt.Key.Key_Home)
    assert settings.recipe().distortion == replace(Distortion(), smoothness=QUICK.distortion.smoothness)
    qtbot.keyClick(settings.strength, Qt.Key.Key_End)
    assert settings.recipe().distortion.rotation == 1.5 * QUICK.distortion.rotation


def test_thickness_is_never_more_than_all():
    assert distorted(Distortion(thickness=0.8), 1.5).thickness == 1


def test_what_is_wrong_is_told_at_the_field(settings: RunSettings, qtbot: QtBot):
    with qtbot.assertNotEmitted(settings.recipe_changed):
        enter(qtbot, settings.batch, "1.5")
    assert settings.has_problem()
    assert settings.grid.problem(settings.batch) == "a whole number from 1 to 65536"
    assert settings.recipe().batch == QUICK.batch


def test_no_data_is_a_problem(settings: RunSettings):
    settings.data.synthetic.trigger()
    assert settings.has_problem()
    assert settings.grid.problem(settings.data) == "choose something to learn from"


def test_a_batch_larger_than_the_data_is_told_and_allowed(settings: RunSettings, qtbot: QtBot):
    settings.set_images(100)
    assert settings.grid.problem(settings.batch) == "there are only 100 images: a step takes all of them"
    assert not settings.has_problem()
    enter(qtbot, settings.batch, "100")
    assert settings.grid.problem(settings.batch) == ""


def test_while_a_run_is_under_way_what_it_cannot_change_rests(settings: RunSettings):
    settings.set_under_way(True)
    resting = {f for f in (settings.data, settings.start, settings.seed, settings.rate) if not f.isEnabled()}
    assert resting == {settings.data, settings.start, settings.seed}


def test_the_plan_of_a_run_is_shown_as_it_is(settings: RunSettings, qtbot: QtBot):
    plan = Plan("other", ("synthetic", "mine.jsonl"), recipe_named("default"), 5)
    with qtbot.assertNotEmitted(settings.recipe_changed):
        settings.show_plan(plan)
    assert settings.plan("other") == plan


def test_a_plan_that_the_fields_made_leaves_them_alone(settings: RunSettings, qtbot: QtBot):
    qtbot.keyClick(settings.strength, Qt.Key.Key_End)
    settings.show_plan(settings.plan("mine"))
    assert settings.strength.value() == settings.strength.maximum()
