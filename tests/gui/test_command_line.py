"""The command line: headless commands from their words to their results."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data.drawing_file import iterate_drawings
from engine.data.ink import render_input
from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from gui.command_line import main
from gui.resources import example_drawings


@pytest.fixture
def digit(tmp_path: Path) -> Path:
    """A picture of a three, dark on light, large and off centre."""
    with example_drawings() as path:
        drawing = next(drawing for drawing in iterate_drawings(path) if drawing.label == 3)
    ink = np.kron(render_input(drawing), np.ones((6, 6)))
    paper = np.full((300, 420), 255, np.uint8)
    paper[100:268, 200:368] = np.rint(255 - 255 * ink)
    picture = tmp_path / "three.png"
    Image.fromarray(paper).save(picture)
    return picture


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "small.safetensors"
    save_checkpoint(path, NeuralNetwork(Architecture((784, 16, 10), seed=0)))
    return path


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    path = tmp_path / "drawings.jsonl"
    with example_drawings() as examples:
        path.write_text(examples.read_text() * 4)
    return path


def results(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_picture_is_read(digit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(digit), "--json"]) == 0
    (result,) = results(capsys)
    assert list(result) == ["file", "predicted", "confidence", "probabilities", "logits"]
    assert result["predicted"] == 3
    assert result["confidence"] == pytest.approx(max(result["probabilities"]))
    assert sum(result["probabilities"]) == pytest.approx(1, abs=1e-5)
    assert len(result["logits"]) == 10


def test_without_centring_another_image_is_read(digit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["classify", str(digit), "--json"])
    main(["classify", str(digit), "--json", "--raw"])
    centred, raw = results(capsys)
    assert centred["logits"] != raw["logits"]


def test_a_network_of_other_pictures_and_classes_reads_one(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(tmp_path / "small.npz", NeuralNetwork(Architecture((100, 16, 3), seed=0)))
    assert main(["classify", str(digit), "--weights", str(tmp_path / "small.npz"), "--json"]) == 0
    (result,) = results(capsys)
    assert len(result["probabilities"]) == 3 and result["predicted"] in range(3)


def test_a_network_of_a_row_of_values_reads_no_picture(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(tmp_path / "row.npz", NeuralNetwork(Architecture((7, 3), seed=0)))
    assert main(["classify", str(digit), "--weights", str(tmp_path / "row.npz")]) == 2
    assert "it takes a row of 7 numbers, no square image" in capsys.readouterr().err


def test_a_blank_picture_is_no_digit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (50, 50), 255).save(tmp_path / "blank.png")
    assert main(["classify", str(tmp_path / "blank.png"), "--json"]) == 0
    (result,) = results(capsys)
    assert result["predicted"] is None
    assert result["confidence"] is None


def test_one_bad_picture_does_not_keep_the_others_back(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cat.png").write_bytes(b"no picture")
    assert main(["classify", str(tmp_path / "cat.png"), str(digit), "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["predicted"] == 3
    assert told.err.startswith("netglass: cat.png is not a picture")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify", "{folder}"],
        ["classify", "{folder}/missing.png"],
        ["classify", "{folder}/empty.png"],
        ["inspect", "{folder}"],
        ["inspect", "{folder}/missing.safetensors"],
        ["inspect", "{folder}/empty.pt"],
        ["evaluate", "--data", "{folder}"],
        ["evaluate", "--data", "{folder}/missing.jsonl"],
        ["evaluate", "--data", "{folder}/bad.jsonl", "--robustness"],
        ["replay", "{folder}/missing.jsonl"],
        ["replay", "{folder}/bad.jsonl"],
        ["screenshot", "{folder}/out.png", "--drawing", "{folder}/bad.jsonl"],
        ["train", "--data", "{folder}", "--out", "{folder}/w.safetensors"],
        ["train", "--out", "{folder}/w.unknown"],
        ["train", "--recipe", "nonsense", "--out", "{folder}/w.safetensors"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_code_2(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("empty.png", "empty.pt"):
        (tmp_path / name).touch()
    (tmp_path / "bad.jsonl").write_text('{"label": 3, "canvas": [10, 10], "strokes": [[[NaN, 1]]]}\n')
    assert main([argument.format(folder=tmp_path) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("netglass: ")
    assert told.err.count("\n") == 1
    assert ":" in told.err.removeprefix("netglass: ")  # the reason, then the remedy


def test_a_checkpoint_is_listed(checkpoint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(checkpoint), "--json"]) == 0
    (result,) = results(capsys)
    assert [module["kind"] for module in result["modules"]] == [
        "NeuralNetwork", "Flatten", "Sequential", "Linear", "ReLU", "Linear",
    ]  # fmt: skip
    first = result["parameters"][0]
    assert list(first) == ["name", "shape", "dtype", "mean", "std", "min", "max", "zeros", "nan", "inf"]
    weight = load_checkpoint(checkpoint).tensors["linear_relu_stack.0.weight"]
    assert first["shape"] == [16, 784]
    assert first["mean"] == pytest.approx(weight.mean().item())
    assert first["std"] == pytest.approx(weight.std().item(), rel=1e-4)
    assert first["max"] == pytest.approx(weight.max().item())


def test_numbers_that_are_none_are_counted_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.save({"w": torch.tensor([[float("nan"), float("inf"), 0.0, 2.0]])}, tmp_path / "w.pt")
    assert main(["inspect", str(tmp_path / "w.pt"), "--json"]) == 0
    (result,) = results(capsys)
    (parameter,) = result["parameters"]
    assert (parameter["nan"], parameter["inf"], parameter["zeros"], parameter["max"]) == (1, 1, 1, 2.0)
    assert result["modules"] == []


def test_an_activation_that_the_file_does_not_name_can_be_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = NeuralNetwork(Architecture((784, 16, 10), seed=0))
    torch.save(network.state_dict(), tmp_path / "w.pt")
    assert main(["inspect", str(tmp_path / "w.pt"), "--activation", "Tanh", "--json"]) == 0
    (result,) = results(capsys)
    assert result["modules"][4]["kind"] == "Tanh"


def test_what_was_trained_can_be_evaluated(
    drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "w.safetensors"
    train = ["train", "--data", str(drawings), "--hidden", "32", "--epochs", "2", "--recipe", "quick"]
    assert main([*train, "--out", str(out), "--json"]) == 0
    epochs = results(capsys)
    assert [list(epoch) for epoch in epochs] == [["epoch", "loss", "accuracy", "seconds"]] * 2
    assert [epoch["epoch"] for epoch in epochs] == [1, 2]
    assert main(["evaluate", "--data", str(drawings), "--weights", str(out), "--json"]) == 0
    (result,) = results(capsys)
    assert list(result) == [
        "images", "correct", "accuracy", "loss", "calibration_error", "confusion", "interval", "by_class", "by_writer",
    ]  # fmt: skip
    assert result["images"] == 40
    assert sum(map(sum, result["confusion"])) == 40


@pytest.mark.parametrize("sizes", [(64, 16, 10), (784, 16, 26), (4, 8, 10)])
def test_a_network_of_another_input_or_other_classes_is_evaluated(
    sizes: tuple[int, ...], drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(tmp_path / "other.npz", NeuralNetwork(Architecture(sizes, seed=0)))
    arguments = ["evaluate", "--data", str(drawings), "--weights", str(tmp_path / "other.npz")]
    assert main([*arguments, "--json"]) == 0
    (result,) = results(capsys)
    assert result["images"] == 40 and sum(map(sum, result["confusion"])) == 40
    assert len(result["confusion"]) == len(result["confusion"][0]) == sizes[-1]
    assert main(arguments) == 0
    first = capsys.readouterr().out.splitlines()[2]
    read = [each for each in range(sizes[-1]) if each < 10 or any(row[each] for row in result["confusion"])]
    assert [int(column) for column in first.split()[3:]] == read
    assert main([*arguments, "--robustness", "--limit", "2", "--json"]) == 0
    assert results(capsys)[0]["images"] == 2


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ((64, 5), "drawings.jsonl has the label 9, and the last class of the network is 4"),
        ((7, 10), "row of 7 numbers"),
    ],
)
def test_a_network_that_does_not_fit_the_data_is_refused(
    sizes: tuple[int, ...], reason: str, drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(tmp_path / "other.npz", NeuralNetwork(Architecture(sizes, seed=0)))
    arguments = ["evaluate", "--data", str(drawings), "--weights", str(tmp_path / "other.npz")]
    for more in ([], ["--robustness"]):
        assert main([*arguments, *more]) == 2
        told = capsys.readouterr()
        assert told.out == "" and reason in told.err and told.err.count("\n") == 1


def test_robustness_is_a_line_an_alteration(drawings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--data", str(drawings), "--limit", "3", "--robustness", "--json"]) == 0
    first, *rows = results(capsys)
    assert list(first) == [
        "alteration", "amount", "images", "correct", "accuracy", "interval", "difference", "difference_interval",
    ]  # fmt: skip
    assert (first["alteration"], first["images"], first["difference"]) == ("untouched", 3, 0)
    assert {"shift", "size", "rotation", "brush", "contrast", "page", "speed", "gap"} <= {
        row["alteration"] for row in rows
    }


def test_robustness_is_told_as_a_table(drawings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["evaluate", "--data", str(drawings), "--limit", "1", "--robustness"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "digits: 1"
    assert (
        len({line.index(" to 100.00 %") for line in lines[3:] if "to 100.00 %" in line}) == 1
    )  # the columns stand under one another


def test_images_that_no_run_learns_from_are_asked_of_a_folder(
    drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(drawings), "--kept-out"]) == 2
    assert "name a folder that holds MNIST/raw" in capsys.readouterr().err


def test_people_are_told_in_words(
    drawings: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", "--data", str(drawings)])
    assert "of 40 correct: accuracy" in capsys.readouterr().out
    main(["inspect", str(checkpoint)])
    assert "Linear 784 → 16" in capsys.readouterr().out


def test_training_into_a_folder_is_refused_before_it_begins(
    drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.pt").mkdir()
    assert main(["train", "--data", str(drawings), "--out", str(tmp_path / "folder.pt")]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_an_empty_canvas_with_a_label_is_nothing_to_learn_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "blank.jsonl"
    path.write_text('{"label": 3, "canvas": [10, 10], "strokes": []}\n')
    assert main(["evaluate", "--data", str(path)]) == 2
    assert "no labelled drawing" in capsys.readouterr().err
