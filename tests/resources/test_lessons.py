"""The nine chapters: what they state in words, and that both languages tell all of it."""

import re
from pathlib import Path

import pytest
import torch
from torch import nn

import gui.panels
from engine.lessons.lesson import LANGUAGES, Lesson, Step, Text, lesson_names, read_lesson
from engine.lessons.running import LessonRun
from engine.network.devices import available_devices
from engine.network.mlp import NeuralNetwork
from tests.resources.finished_lessons import finished

CHAPTERS = (
    "01-devices",
    "02-network",
    "03-layers",
    "04-parameters",
    "05-autograd",
    "06-no-tracking",
    "07-graph",
    "08-accumulation",
    "09-training",
)
COLUMN = 50  # letters of code that fit the panel beside the graph
CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH_CLAUSE = re.compile(r"(?:[A-Za-z]{2,}[ ,]+){4,}")


def texts(lesson: Lesson) -> list[str]:
    return [part.markdown for part in lesson.parts if isinstance(part, Text)]


def test_the_course_has_its_nine_chapters():
    assert lesson_names() == CHAPTERS


def test_the_device_is_the_fastest_that_is_there():
    assert finished("01-devices").said("Using") == f"Using {available_devices()[0]} device\n"


def test_the_network_is_the_one_that_the_window_uses():
    run = finished("02-network")
    model = run.names["model"]
    assert isinstance(model, nn.Module)
    assert {name: value.shape for name, value in model.named_parameters()} == {
        name: value.shape for name, value in NeuralNetwork().named_parameters()
    }
    assert isinstance(model.flatten, nn.Flatten)
    assert read_lesson("02-network").steps[1].output == repr(model)


def test_the_predicted_class_is_told():
    assert re.search(r"Predicted class: tensor\(\[\d\]\)", finished("02-network").said("print(probabilities"))
    assert re.fullmatch(
        r"Predicted class: \d\nProbability: [01]\.\d{4}\n", finished("02-network").said("digit =")
    )


def test_each_layer_gives_the_shape_that_is_stated():
    run = finished("03-layers")
    stated = {
        "images": [3, 28, 28],
        "flat": [3, 784],
        "hidden": [3, 20],
        "active": [3, 20],
        "logits": [3, 10],
        "shares": [3, 10],
    }
    assert {name: list(run.tensor(name).shape) for name in stated} == stated
    assert run.tensor("hidden").min() < 0
    assert torch.equal(run.tensor("active"), run.tensor("hidden").clamp(min=0))
    torch.testing.assert_close(run.tensor("shares").sum(dim=1), torch.ones(3))


def test_the_table_of_layers_counts_right():
    run = finished("03-layers")
    stack = run.names["stack"]
    assert isinstance(stack, nn.Sequential)
    counts = [sum(each.numel() for each in layer.parameters()) for layer in stack]
    for language in LANGUAGES:
        rows = re.findall(
            r"\| (\w+)[^|]*\| \[3, \d+\] \| ([\d,]+) \|", "".join(texts(read_lesson("03-layers", language)))
        )
        assert [int(count.replace(",", "")) for _, count in rows] == [*counts, 0]


def test_every_parameter_is_printed_with_its_size_and_two_rows():
    shown = finished("04-parameters").said("parameter[:2]")
    for name, parameter in NeuralNetwork().named_parameters():
        assert f"{name} {tuple(parameter.shape)}\ntensor([" in shown
    model = finished("04-parameters").names["model"]
    assert isinstance(model, nn.Module)
    assert sum(each.numel() for each in model.parameters()) == 669_706


def test_autograd_gives_the_gradients_of_the_cross_entropy():
    run = finished("05-autograd")
    z, w, b = run.tensor("z"), run.tensor("w"), run.tensor("b")
    slope = torch.sigmoid(z.detach()) / 3
    torch.testing.assert_close(b.grad, 2 * slope)  # walked twice, and added up
    torch.testing.assert_close(w.grad, 2 * slope.expand(5, 3))


def test_what_is_frozen_stays_and_the_rest_learns():
    told = finished("06-no-tracking").said("meant =")
    shares = [float(share) for share in re.findall(r"step +\d+: (\S+)", told)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    run = finished("06-no-tracking")
    trained, before = run.names["trained"], run.names["before"]
    assert isinstance(trained, NeuralNetwork)
    assert isinstance(before, dict)
    same = [torch.equal(value, before[name]) for name, value in trained.named_parameters()]
    assert same == [True, True, True, True, False, False]


def test_tracking_has_a_price_in_microseconds():
    assert re.fullmatch(
        r"tracked +\d+ µs\nno_grad +\d+ µs\n", finished("06-no-tracking").said("perf_counter")
    )


def test_the_graph_is_that_of_the_numbers_by_hand():
    run = finished("07-graph")
    assert run.tensor("s").grad == 2
    gradient = run.tensor("w").grad
    assert gradient is not None
    assert gradient.tolist() == [8, 12]
    assert run.tensor("x").grad is None


def test_the_three_matrices_are_exact():
    run = LessonRun(read_lesson("08-accumulation"), NeuralNetwork(), torch.zeros(1, 28, 28))
    steps = [step.number for step in run.lesson.steps if "print(inp.grad)" in step.code]
    for step, diagonal, elsewhere in zip(steps, (4, 8, 4), (2, 4, 2), strict=True):
        run.run(step)
        exact = torch.full((5, 5), float(elsewhere)).fill_diagonal_(diagonal)
        assert torch.equal(run.names["inp"].grad, exact)


def test_a_vector_times_the_jacobian_is_what_backward_gives():
    run = finished("08-accumulation")
    gradient = run.tensor("x").grad
    assert gradient is not None
    assert torch.equal(run.tensor("v") @ run.tensor("jacobian"), gradient)


def test_training_lowers_the_loss_and_reads_new_digits():
    losses = [float(loss) for loss in re.findall(r"loss (\S+)", finished("09-training").said("for epoch"))]
    assert len(losses) == 5
    assert losses[-1] < losses[0] / 2
    right = re.fullmatch(r"(\d+) of 200 right\n", finished("09-training").said("unseen"))
    assert right
    assert int(right[1]) > 100


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHAPTERS)
def test_links_lead_to_panels_that_there_are(name: str, language: str):
    panels = {file.stem for file in Path(next(iter(gui.panels.__path__))).glob("*.py")}
    links = re.findall(r"\]\(([^)]*)\)", "".join(texts(read_lesson(name, language))))
    assert links
    assert {link.removeprefix("panel:") for link in links} <= panels
    assert all(link.startswith("panel:") for link in links)


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_languages_have_the_same_parts_and_links(name: str):
    english, chinese = read_lesson(name), read_lesson(name, "zh_CN")
    assert [type(part) for part in chinese.parts] == [type(part) for part in english.parts]
    for ours, theirs in zip(texts(english), texts(chinese), strict=True):
        assert re.findall(r"panel:\w+", theirs) == re.findall(r"panel:\w+", ours)
        assert len(theirs.split("\n\n")) == len(ours.split("\n\n"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_paragraph_is_left_in_english(name: str):
    lesson = read_lesson(name, "zh_CN")
    assert CHINESE.search(lesson.title)
    for paragraph in "\n\n".join(texts(lesson)).split("\n\n"):
        words = re.sub(r"`[^`]*`", "", paragraph)
        assert CHINESE.search(words), paragraph
        assert not ENGLISH_CLAUSE.search(words), paragraph


@pytest.mark.parametrize("name", CHAPTERS)
def test_code_fits_its_column(name: str):
    for step in read_lesson(name).steps:
        assert all(len(line) <= COLUMN for line in step.code.splitlines()), step.code


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_is_shown_is_english_code_alone(name: str):
    steps: tuple[Step, ...] = read_lesson(name, "zh_CN").steps
    assert not any(CHINESE.search(step.code) for step in steps)
