"""The example digits that ship with the program."""

from importlib.resources import as_file, files

from engine.data.drawing_file import read_drawings


def test_the_examples_are_the_ten_digits_in_their_order():
    with as_file(files("resources") / "examples" / "digits.jsonl") as path:
        drawings = read_drawings(path)
    assert [drawing.label for drawing in drawings] == list(range(10))
    assert all(drawing.canvas == (280, 280) for drawing in drawings)
    assert all(30 <= sum(len(stroke.points) for stroke in drawing.strokes) <= 60 for drawing in drawings)
