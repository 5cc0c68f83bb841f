"""What can be said on the command line."""

from pathlib import Path

import pytest

from gui.command_line.arguments import parse


def test_without_a_command_files_are_opened_in_the_window() -> None:
    assert parse(["a.png", "b.jsonl"]).files == [Path("a.png"), Path("b.jsonl")]


def test_nothing_at_all_opens_the_window() -> None:
    assert parse([]).files == []


def test_sizes_and_layers_are_read() -> None:
    assert parse(["screenshot", "o.png", "--size", "1024x700"]).size == (1024, 700)
    assert parse(["train", "--out", "w.pt", "--hidden", "64,32"]).hidden == (64, 32)


@pytest.mark.parametrize(
    "arguments",
    [
        ["screenshot", "o.png", "--size", "big"],
        ["screenshot", "o.png", "--size", "10x10"],
        ["train", "--out", "w.pt", "--hidden", "0"],
        ["train", "--out", "w.pt", "--hidden", "a,b"],
        ["train", "--out", "w.pt", "--epochs", "-1"],
        ["train"],
        ["classify"],
        ["replay", "d.jsonl", "--brush", "nan"],
        ["replay", "d.jsonl", "--brush", "0"],
        ["evaluate"],
        ["screenshot", "o.png", "--theme", "pink"],
        ["screenshot", "o.txt"],
        ["train", "--out", "w.pt", "--seed", "-1"],
        ["train", "--out", "w.pt", "--seed", "9" * 20],
        ["--nonsense"],
    ],
)
def test_what_cannot_be_understood_ends_with_code_2_and_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(arguments)
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("netglass: ")
    assert told.endswith(".\n")
    assert told.count("\n") == 1


def test_what_is_wrong_is_named_with_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["train", "--out", "w.pt", "--seed", "9" * 20])
    told = capsys.readouterr().err
    assert told.startswith(f"netglass: --seed: {'9' * 20} is no whole number from 0 to ")
    assert "netglass train --help" in told


def test_pictures_are_png_files_whatever_the_case_of_their_ending() -> None:
    assert parse(["screenshot", "O.PNG"]).out == Path("O.PNG")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("netglass ")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    told = capsys.readouterr().out
    for command in ("classify", "replay", "train", "evaluate", "inspect", "screenshot", "selftest"):
        assert command in told
