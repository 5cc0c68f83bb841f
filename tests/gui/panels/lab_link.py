"""A link to the laboratory of autograd alone, which answers at once: no thread, but torch's own numbers."""

import torch

from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import Command, FileCommand
from engine.thread.lab_commands import LabCommand
from engine.thread.lab_session import LabSession
from tests.recording_link import RecordingLink


class LabLink(RecordingLink):
    """Sends commands of the laboratory to one; a network of few units looks at half an image of ink."""

    def __init__(self) -> None:
        super().__init__()
        self.network = NeuralNetwork(Architecture(sizes=(784, 6, 10), seed=1))
        self.image = torch.zeros(1, 28, 28)
        self.image[0, 10:20, 8:12] = 1
        self.is_busy = False
        self._waiting: list[LabCommand] = []
        self._lab = LabSession(self.deliver, lambda: (self.network, self.image))

    def send(self, command: Command | FileCommand) -> None:
        """Let the laboratory answer."""
        super().send(command)
        if isinstance(command, LabCommand):
            self._waiting.append(command)
            if not self.is_busy:
                self.answer()

    def answer(self) -> None:
        """Obey what waited while the laboratory was busy."""
        while self._waiting:
            self._lab.obey(self._waiting.pop(0))

    def measure(self) -> None:
        """Let the laboratory do what it does in slices."""
        while self._lab.rest_s == 0:
            self._lab.follow()
