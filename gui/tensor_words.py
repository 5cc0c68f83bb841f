"""What the window says of a tensor: its figures, the index of a cell, why it has no singular values."""

import math

from PySide6.QtCore import QCoreApplication

from engine.thread.network_events import ParameterDescription
from engine.thread.tensor_events import Figures, Obstacle, SpectrumRead
from gui import theme
from gui.parameter_name import shape_text

translate = QCoreApplication.translate
Pairs = tuple[tuple[str, str], ...]  # names and values, as written

_COUNTS = ("zeros", "nan", "inf")
_BRIEF = ("mean", "std", "norm", "minimum", "maximum", "zeros")


def figure_columns(parameter: ParameterDescription, figures: Figures | None) -> tuple[Pairs, Pairs]:
    """What it is and what can be counted in it, then what was measured; None: nothing yet."""
    about = (
        (translate("Tensor", "shape"), shape_text(parameter.shape)),
        (translate("Tensor", "type"), parameter.dtype),
        (translate("Tensor", "values"), f"{parameter.count:,}"),
    )
    found = {} if figures is None else _named(figures)
    counts = tuple(found[key] for key in _COUNTS if found)
    return (*about, *counts), tuple(pair for key, pair in found.items() if key not in _COUNTS)


def brief_figures(figures: Figures | None) -> Pairs:
    """The figures that say most in a line; what is odd comes first."""
    found = {} if figures is None else _named(figures)
    odd = ("nan", "inf") if figures is not None and figures.nan + figures.inf else ()
    return tuple(found[key] for key in (*odd, *_BRIEF) if key in found)


def index_words(shape: tuple[int, ...], row: int, column: int) -> str:
    """The index of a cell of a tensor of more than two dimensions, as in "[3, 1, 0, 2]"; "" of a matrix."""
    inner = shape[1:]
    if len(inner) < 2:
        return ""
    index: list[int] = []
    for size in reversed(inner):
        column, place = divmod(column, size)
        index.insert(0, place)
    return str([row, *index])


def spectrum_obstacle(event: SpectrumRead) -> str:
    """Why there are no singular values."""
    words = {
        Obstacle.EMPTY: translate("Tensor", "There is no number in it."),
        Obstacle.NOT_FINITE: translate("Tensor", "It holds NaN or Inf: there are no singular values."),
        Obstacle.TOO_LARGE: translate(
            "Tensor", "Singular values are computed of matrices whose smaller side is at most {most}."
        ),
    }
    return "" if event.obstacle is None else words[event.obstacle].format(most=f"{event.most:,}")


def _named(figures: Figures) -> dict[str, tuple[str, str]]:
    """Each figure's name and value, as written, by its key."""
    shares = ("0.5 %", "25 %", translate("Tensor", "median"), "75 %", "99.5 %")
    quantiles = zip(shares, figures.quantiles, strict=True)
    return {
        "minimum": (translate("Tensor", "min"), _known(figures.minimum)),
        **{share: (share, _known(value)) for share, value in quantiles},
        "maximum": (translate("Tensor", "max"), _known(figures.maximum)),
        "mean": (translate("Tensor", "mean"), _known(figures.mean)),
        "std": (translate("Tensor", "std"), _known(figures.std)),
        "norm": (translate("Tensor", "norm"), _known(figures.norm)),
        "zeros": (translate("Tensor", "zeros"), f"{figures.zeros:,}"),
        "nan": (translate("Tensor", "NaN"), f"{figures.nan:,}"),
        "inf": (translate("Tensor", "Inf"), f"{figures.inf:,}"),
    }


def _known(value: float) -> str:
    """A figure as it is written; that of no numbers, or the spread of one, is none."""
    return "–" if math.isnan(value) else theme.number(value)
