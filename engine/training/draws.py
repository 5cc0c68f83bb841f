"""All that is random about a run: the orders of its images, how they are bent, and what is dropped."""

from collections.abc import Generator
from concurrent.futures import Future

import torch
from torch import Tensor

from engine.data.digits import Digits
from engine.network.mlp import NeuralNetwork
from engine.training.batches import Batch
from engine.training.dropping import draw_kept
from engine.training.elsewhere import Elsewhere
from engine.training.recipes import Recipe


class Draws:
    """Draws for a run on `digits` with a generator of its own, on their device.

    `state`: the generator's after the last step that was taken; `order_state`: before the epoch under way was shuffled.
    With `elsewhere` the next batch of an epoch is drawn when the one before it is begun with, and is bent there
    meanwhile: the same numbers in the same order, so that the run is the same to the bit.
    """

    def __init__(self, digits: Digits, seed: int, elsewhere: Elsewhere | None = None) -> None:
        self._digits, self._elsewhere = digits, elsewhere
        self._generator = torch.Generator(digits.images.device).manual_seed(seed)
        self.state = self.order_state = self._after = self._generator.get_state()
        self._early: Future[Batch] | None = None  # drawn before its step

    def order(self, is_new: bool) -> Tensor:
        """The order of the epoch under way, int64 (n,); drawn anew at its beginning."""
        if is_new:
            self.order_state = self.state
        generator = torch.Generator(self._generator.device)
        generator.set_state(self.order_state)
        order = torch.randperm(len(self._digits), generator=generator, device=generator.device)
        if is_new:
            self._generator.set_state(generator.get_state())
        return order

    def step(
        self, rest: Tensor, recipe: Recipe, network: NeuralNetwork, at_once: int
    ) -> Generator[None, None, tuple[Batch, tuple[Tensor, ...]]]:
        """A step with the first images of `rest`, int64 (n,): its batch, and what each Dropout keeps of that.

        `at_once`: how many images of a batch will be asked for together.
        """
        batch = self._batch(rest, recipe)
        kept = yield from draw_kept(network, batch.count, self._generator)
        self._after = self._generator.get_state()
        rest = rest[batch.count :]
        if self._elsewhere is not None and self._elsewhere.is_free and len(rest):
            self._early = self._elsewhere.submit(self._begun, rest, recipe, self._elsewhere, at_once)
        return batch, kept

    def settle(self) -> None:
        """The step was taken."""
        self.state = self._after

    def give_up(self) -> None:
        """The step is not taken: what was drawn for it will be drawn again."""
        self._take_early()
        self._generator.set_state(self.state)

    def restore(self, state: Tensor, order_state: Tensor) -> None:
        """Go on from there, with a new step."""
        self.state, self.order_state = state, order_state
        self.give_up()

    def _batch(self, rest: Tensor, recipe: Recipe) -> Batch:
        early = self._take_early()
        if early is None:
            return self._drawn(rest, recipe)
        if early.distortion != recipe.distortion or early.count != len(rest[: recipe.batch]):
            self._generator.set_state(self.state)  # the recipe was changed meanwhile
            return self._drawn(rest, recipe)
        return early

    def _take_early(self) -> Batch | None:
        """What was drawn early, for once; afterwards nobody else uses the generator."""
        early, self._early = self._early, None
        return None if early is None else early.result()

    def _begun(self, rest: Tensor, recipe: Recipe, elsewhere: Elsewhere, at_once: int) -> Batch:
        batch = self._drawn(rest, recipe)
        batch.begin(elsewhere, at_once)
        return batch

    def _drawn(self, rest: Tensor, recipe: Recipe) -> Batch:
        return Batch(self._digits, rest[: recipe.batch], recipe.distortion, self._generator)
