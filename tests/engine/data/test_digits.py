import torch

from engine.data.digits import NO_WRITER, Digits, anonymous, as_inputs, joined, split


def digits(count: int) -> Digits:
    images = torch.arange(count, dtype=torch.uint8)[:, None, None].expand(count, 28, 28).clone()
    return anonymous(images, torch.arange(count) % 10)


def rows(part: Digits) -> list[int]:
    return part.images[:, 0, 0].tolist()


def test_a_split_shares_no_row_and_loses_none():
    kept, judges = split(digits(100), 0.2, seed=0)
    assert len(judges) == 20
    assert sorted(rows(kept) + rows(judges)) == list(range(100))


def test_a_split_keeps_images_with_their_labels():
    kept, _ = split(digits(100), 0.2, seed=0)
    assert kept.labels.tolist() == [row % 10 for row in rows(kept)]


def test_a_split_depends_on_its_seed_alone():
    first, again, other = (rows(split(digits(100), 0.2, seed)[1]) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_joining_keeps_all_rows_in_order():
    both = joined([digits(3), digits(2)])
    assert rows(both) == [0, 1, 2, 0, 1]
    assert both.labels.tolist() == [0, 1, 2, 0, 1]
    assert both.writers.tolist() == [NO_WRITER] * 5


def test_inputs_are_ink_in_0_to_1():
    images = torch.tensor([0, 51, 255], dtype=torch.uint8).repeat(28, 28, 1).permute(2, 0, 1)
    inputs = as_inputs(images)
    assert inputs.shape == (3, 1, 28, 28)
    assert inputs.dtype == torch.float32
    torch.testing.assert_close(inputs[:, 0, 0, 0], torch.tensor([0.0, 0.2, 1.0]))
