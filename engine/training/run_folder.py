"""The folder of a run as a reader finds it, also while another process writes it. Light: imports no torch.

run.json                      the format's version, what the run is, when it began, and whether it goes on
figures.csv                   a line a step
validation.csv                a line a validation
steps/000001234.safetensors   all that the run needs to go on from that step
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from time import time
from typing import Any

from engine.data.reading import file_name, opened
from engine.errors import Kind, NetglassError
from engine.training.figure_file import FigureFile

FORMAT = 1
ENDING = ".safetensors"
_CARD, _STEPS = "run.json", "steps"
_FRESH_S = 20  # a run that says that it is being trained, but wrote nothing for so long, was interrupted


class RunState(StrEnum):
    """What the one who wrote the folder did last."""

    TRAINING = "training"  # or was killed meanwhile
    LEFT = "left"  # in order, before its end
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class RunCard:
    """What `run.json` says: `about` in plain values, the moment of the beginning, "" where it is not known."""

    about: Mapping[str, Any] = field(default_factory=dict)
    state: RunState = RunState.TRAINING
    begun: str = ""

    def encoded(self) -> bytes:
        """The content of the file."""
        values = {"format": FORMAT, "state": self.state, "begun": self.begun, "run": dict(self.about)}
        return json.dumps(values, indent=1).encode()


class RunFolder:
    """Reads the run in the folder `path`; nothing is ever written, and nothing kept but the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.figures = FigureFile(
            path / "figures.csv", ("step", "epoch", "loss", "accuracy", "rate", "images")
        )
        self.validations = FigureFile(path / "validation.csv", ("step", "epoch", "loss", "accuracy"))

    @property
    def name(self) -> str:
        """What messages call the run."""
        return file_name(self.path)

    @property
    def card_path(self) -> Path:
        """Where it is said what the run is."""
        return self.path / _CARD

    @property
    def steps_path(self) -> Path:
        """The folder of the kept steps."""
        return self.path / _STEPS

    def step_path(self, step: int) -> Path:
        """The file of a kept step."""
        return self.steps_path / f"{step:09}{ENDING}"

    def card(self) -> RunCard:
        """What the run is; raises RUN_NEWER or RUN_DAMAGED."""
        if not self.card_path.exists():
            raise self.damaged(f"it has no {_CARD}")
        try:
            with opened(self.card_path) as file:
                values = json.load(file)
            version, about = int(values["format"]), dict(values["run"])
            if version > FORMAT:
                raise NetglassError(Kind.RUN_NEWER, folder=self.name, format=version)
            state = RunState(values.get("state", RunState.LEFT))
            return RunCard(about, state, str(values.get("begun", "")))
        except (LookupError, TypeError, ValueError, RecursionError) as error:
            raise self.damaged(f"its {_CARD} cannot be read") from error
        except NetglassError as error:
            if error.kind is Kind.RUN_NEWER:
                raise
            raise self.damaged(f"its {_CARD} cannot be read") from error

    def sizes(self) -> dict[int, int]:
        """The bytes of each kept step, rising."""
        sizes = {}
        for path in self.steps_path.glob(f"*{ENDING}"):
            try:
                sizes[int(path.stem)] = path.stat().st_size
            except (OSError, ValueError):  # taken away meanwhile, or no file of ours
                continue
        return dict(sorted(sizes.items()))

    def is_under_way(self, card: RunCard) -> bool:
        """Whether somebody trains the run now, as far as a reader can tell."""
        return card.state is RunState.TRAINING and time() - self.changed_at() < _FRESH_S

    def changed_at(self) -> float:
        """When something was written last, in seconds since the epoch; 0 if there is nothing."""
        return max(map(_changed_at, (self.card_path, self.figures.path, self.steps_path)))

    def damaged(self, reason: str) -> NetglassError:
        """That the folder is no whole run."""
        return NetglassError(Kind.RUN_DAMAGED, folder=self.name, reason=reason)


def now() -> str:
    """The present moment, as a card tells it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
