"""Every number and shape that a lesson states in words is what the engine gives when it runs that lesson."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.lessons.lesson import LANGUAGES, Text, lesson_names, read_lesson
from tests.resources.finished_lessons import Finished, finished

NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?!\w)")


@dataclass(frozen=True)
class Statement:
    """What stands there in English and in Chinese, and whether it is so."""

    english: str
    chinese: str
    holds: Callable[[Finished], bool]

    def words(self, language: str) -> str:
        return self.english if language == "en" else self.chinese


def model(run: Finished, name: str = "model") -> nn.Module:
    found = run.names[name]
    assert isinstance(found, nn.Module)
    return found


def pieces(row: Tensor) -> int:
    """How many stretches of ink a row has."""
    return sum(is_ink for is_ink, _ in groupby((row > 0).tolist()))


def guesses(run: Finished) -> bool:
    with torch.no_grad():
        shares = model(run)(run.tensor("X")).softmax(dim=1)
    return bool(((shares - 0.1).abs() < 0.02).all())


def spread(run: Finished, of_first: bool) -> float:
    """The largest number of a fresh network's first layer, or of the others."""
    parameters = list(model(run).parameters())
    return max(each.abs().max().item() for each in (parameters[:2] if of_first else parameters[2:]))


def counts(run: Finished, name: str) -> int:
    return dict(model(run).named_parameters())[name].numel()


def jacobian_of_square(run: Finished) -> Any:
    return torch.autograd.functional.jacobian(lambda x: (x + 1) ** 2, run.tensor("inp").detach())


STATED: Mapping[str, tuple[Statement, ...]] = {
    "01-devices": (
        Statement(
            "2 rows of 3 numbers go in, 2 rows of 4 come out",
            "输入 2 行、每行 3 个数，输出 2 行、每行 4 个数",
            lambda run: run.tensor("there").shape == (2, 3) and run.tensor("out").shape == (2, 4),
        ),
    ),
    "02-network": (
        Statement(
            "six tensors here, a weight and a bias for each `Linear`",
            "六个张量，每个 `Linear` 各有一个权重和一个偏置",
            lambda run: (
                [name.rpartition(".")[2] for name, _ in model(run).named_parameters()]
                == ["weight", "bias"] * 3
            ),
        ),
        Statement(
            "one image of 28 × 28, shape `(1, 28, 28)`",
            "一幅 28 × 28 的图像，形状是 `(1, 28, 28)`",
            lambda run: run.tensor("X").shape == (1, 28, 28),
        ),
        Statement("ten *logits*", "十个 *logits*", lambda run: run.tensor("logits").shape == (1, 10)),
        Statement(
            "which sum to 1",
            "它们的和是 1",
            lambda run: torch.allclose(run.tensor("probabilities").sum(dim=1), torch.ones(1)),
        ),
        Statement("Ten probabilities of about a tenth", "十个概率都在十分之一左右", guesses),
    ),
    "03-layers": (
        Statement(
            "three images at once", "一次三幅图像", lambda run: run.tensor("images").shape == (3, 28, 28)
        ),
        Statement(
            "lays the 28 rows of each image end to end, into one row of 784 numbers",
            "把每幅图像的 28 行首尾相接，变成一行 784 个数",
            lambda run: torch.equal(
                run.tensor("flat"), torch.stack([torch.cat(list(each)) for each in run.tensor("images")])
            ),
        ),
        Statement(
            "has become 28 dashes: a piece of each row",
            "变成了 28 段短线：每行各有一小段",
            lambda run: pieces(run.tensor("flat")[0]) == 28,
        ),
        Statement(
            "The lying bar is one block", "横条则连成一整块", lambda run: pieces(run.tensor("flat")[1]) == 1
        ),
        Statement(
            "all 784 numbers and adds them up, 20 times",
            "把 784 个数加权求和，用不同的权重做 20 遍",
            lambda run: dict(model(run, "layer1").named_parameters())["weight"].shape == (20, 784),
        ),
        Statement(
            "20 sums for each image",
            "每幅图像得到 20 个和",
            lambda run: run.tensor("hidden").shape == (3, 20),
        ),
        Statement(
            "every negative number into 0",
            "把负数都变成 0",
            lambda run: (
                bool((run.tensor("hidden") < 0).any())
                and torch.equal(run.tensor("active"), run.tensor("hidden").clamp(min=0))
            ),
        ),
        Statement(
            "ten numbers for each image", "每幅图像十个数", lambda run: run.tensor("logits").shape == (3, 10)
        ),
        Statement(
            "between 0 and 1, the largest stays the largest",
            "结果都在 0 和 1 之间，最大的仍然最大",
            lambda run: (
                bool(((run.tensor("shares") > 0) & (run.tensor("shares") < 1)).all())
                and torch.equal(run.tensor("shares").argmax(1), run.tensor("logits").argmax(1))
            ),
        ),
        Statement(
            "each row sums to 1",
            "每一行的和是 1",
            lambda run: torch.allclose(run.tensor("shares").sum(dim=1), torch.ones(3)),
        ),
        *(
            Statement(
                row,
                row,
                lambda run, place=place, count=count, columns=columns: _is_row(run, place, columns, count),
            )
            for place, (row, columns, count) in enumerate(
                (
                    ("[3, 784] | 0", 784, 0),
                    ("Linear(784, 20) | [3, 20] | 15,700", 20, 15_700),
                    ("ReLU | [3, 20] | 0", 20, 0),
                    ("Linear(20, 10) | [3, 10] | 210", 10, 210),
                )
            )
        ),
        Statement(
            "Softmax(dim=1) | [3, 10] | 0",
            "Softmax(dim=1) | [3, 10] | 0",
            lambda run: (
                run.tensor("shares").shape == (3, 10) and not list(model(run, "softmax").parameters())
            ),
        ),
    ),
    "04-parameters": (
        Statement(
            "`(512, 784)` reads 784 pixels and makes 512 sums",
            "`(512, 784)` 读入 784 个像素，算出 512 个和",
            lambda run: next(model(run).parameters()).shape == (512, 784),
        ),
        Statement(
            "Six tensors, 669,706 numbers, and 401,408 of them in the first weight alone",
            "六个张量，669,706 个数，光是第一个权重就有 401,408 个",
            lambda run: (
                next(model(run).parameters()).numel() == 401_408
                and sum(each.numel() for each in model(run).parameters()) == 669_706
                and len(list(model(run).parameters())) == 6
            ),
        ),
        Statement("within ±0.036", "±0.036", lambda run: f"{spread(run, True):.3f}" == "0.036"),
        Statement("within ±0.044", "±0.044", lambda run: f"{spread(run, False):.3f}" == "0.044"),
    ),
    "05-autograd": (
        Statement(
            "its five numbers are alike, because all five inputs are 1",
            "五个数都一样，因为五个输入都是 1",
            lambda run: (
                torch.equal(run.tensor("x"), torch.ones(5))
                and all(len(set(column)) == 1 for column in grad(run, "w").t().tolist())
            ),
        ),
        Statement(
            "the gradients add up, and are twice what they were",
            "梯度会累加，现在是原来的两倍",
            lambda run: torch.allclose(grad(run, "b"), 2 * torch.sigmoid(run.tensor("z").detach()) / 3),
        ),
    ),
    "06-no-tracking": (
        Statement(
            "30 small steps",
            "30 小步",
            lambda run: run.said("meant =").rsplit("step ", 1)[1].startswith("30:"),
        ),
        Statement(
            "forty times with the record and forty times without",
            "带记录四十次，不带记录四十次",
            lambda run: run.names["microseconds"].__defaults__ == (40,),
        ),
        Statement(
            "how far it has moved: 0",
            "移动了多少：0",
            lambda run: all(
                torch.equal(parameter, run.names["before"][name])
                for name, parameter in model(run, "trained").named_parameters()
                if ".4." not in name
            ),
        ),
    ),
    "07-graph": (
        Statement(
            "the inputs 1 and 2, the weights 3 and 4",
            "输入是 1 和 2，权重是 3 和 4",
            lambda run: (run.tensor("x").tolist(), run.tensor("w").tolist()) == ([1, 2], [3, 4]),
        ),
        Statement(
            "the slope of (s − 10)² at 11 is 2",
            "(s − 10)² 在 11 处的斜率是 2",
            lambda run: (run.tensor("s").item(), grad(run, "s").item()) == (11, 2),
        ),
        Statement(
            "`w.grad` is 2 · x",
            "`w.grad` 就是 2 · x",
            lambda run: str(2 * run.tensor("x")) in run.said("retain_grad"),
        ),
        Statement(
            "The same goes for the 10",
            "那个 10 和指数也是这样",
            lambda run: (
                run.tensor("s").grad_fn is not None and "SubBackward0\n    SumBackward0" in run.said("tell(")
            ),
        ),
        Statement(
            "2 · x from the one, 2 · w from the other",
            "前者给出 2 · x，后者给出 2 · w",
            lambda run: torch.equal(grad(run, "w"), (2 * run.tensor("x") + 2 * run.tensor("w")).detach()),
        ),
    ),
    "08-accumulation": (
        Statement("25 × 25", "25 × 25", lambda run: jacobian_of_square(run).numel() == 25 * 25),
        Statement(
            "2 · (x + 1): 4 where x is 1, on the diagonal, and 2 where it is 0",
            "2 · (x + 1)：x 是 1 的地方（对角线上）得 4，是 0 的地方得 2",
            lambda run: (
                torch.equal(run.tensor("inp").detach(), torch.eye(5))
                and torch.equal(grad(run, "inp"), 2 * (torch.eye(5) + 1))
                and torch.equal(grad(run, "inp"), 2 + 2 * torch.eye(5))
            ),
        ),
        Statement(
            "8 and 4: the new gradient was *added*",
            "8 和 4：新的梯度**加**到了",
            lambda run: str(4 + 4 * torch.eye(5)) in list(run.printed.values())[3],
        ),
        Statement(
            "Three numbers go in, two come out; the second one has the weight 10",
            "输入三个数，输出两个；第二个的权重是 10",
            lambda run: (
                (run.tensor("x").shape, run.tensor("v").tolist()) == ((3,), [1, 10])
                and run.tensor("jacobian").shape == (2, 3)
            ),
        ),
    ),
    "09-training": (
        Statement(
            "20 of each class, as bytes from 0 (paper) to 255 (ink)",
            "每类 20 个，存成字节，从 0（纸）到 255（墨）",
            lambda run: (
                set(torch.bincount(torch.from_numpy(run.names["digits"].labels)).tolist()) == {20}
                and (run.names["digits"].images.min(), run.names["digits"].images.max()) == (0, 255)
            ),
        ),
        Statement(
            "bytes become numbers from 0 to 1, with a channel in front",
            "字节变成 0 到 1 的数，前面再加一个通道",
            lambda run: (
                (run.tensor("image").min(), run.tensor("image").max()) == (0, 1)
                and run.tensor("image").shape == (1, 28, 28)
            ),
        ),
        Statement(
            "writes a 1 in the label's place among ten",
            "在十个位置中标签所在的那一位写上 1",
            lambda run: run.names["one_hot"](3).tolist() == [int(place == 3) for place in range(10)],
        ),
        Statement("stacks 20 at a time", "每次叠起 20 个", lambda run: run.names["loader"].batch_size == 20),
        Statement("Two hundred examples", "两百个样本", lambda run: len(run.names["digits"]) == 200),
    ),
}


def grad(run: Finished, name: str) -> Tensor:
    found = run.tensor(name).grad
    assert found is not None
    return found


def _is_row(run: Finished, place: int, columns: int, count: int) -> bool:
    """Whether that layer of the stack gives so many columns, and learns so many numbers."""
    stack = model(run, "stack")
    assert isinstance(stack, nn.Sequential)
    out = stack[: place + 1](run.tensor("images"))
    return out.shape == (3, columns) and sum(each.numel() for each in stack[place].parameters()) == count


def text(name: str, language: str) -> str:
    """All that is said in words, in one line."""
    parts = read_lesson(name, language).parts
    return " ".join(" ".join(part.markdown for part in parts if isinstance(part, Text)).split())


@pytest.mark.parametrize("name", lesson_names())
def test_what_is_stated_holds(name: str):
    run = finished(name)
    for statement in STATED[name]:
        assert statement.holds(run), statement.english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", lesson_names())
def test_it_stands_there_as_it_is_tested(name: str, language: str):
    words = text(name, language)
    for statement in STATED[name]:
        assert statement.words(language) in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", lesson_names())
def test_no_number_stands_there_untested(name: str, language: str):
    tested = " ".join(statement.words(language) for statement in STATED[name])
    assert set(NUMBER.findall(text(name, language))) <= set(NUMBER.findall(tested))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_the_graphs_tensors_is_pytorchs_own(language: str):
    yes, no = ("yes", "no") if language == "en" else ("是", "否")
    rows = re.findall(r"\| `(x|w|s|loss)`[^|]* \| (\S+) \| (\S+) \| (\S+) \|", text("07-graph", language))
    assert [row[0] for row in rows] == ["x", "w", "s", "loss"]
    run = finished("07-graph")
    for name, is_leaf, wants, function in rows:
        tensor = run.first[name]
        assert (is_leaf, wants) == (yes if tensor.is_leaf else no, yes if tensor.requires_grad else no)
        told = (
            type(tensor.grad_fn).__name__
            if tensor.grad_fn is not None
            else {"en": "none"}.get(language, "无")
        )
        assert function == told
