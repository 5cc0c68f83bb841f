"""The network that a headless command works with."""

from pathlib import Path

from engine.network.checkpoints import default_weights
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import network_of, open_image_network


def network_for(weights: Path | None) -> NeuralNetwork:
    """The network in the file `weights`, which reads square images, or the one that ships with the program."""
    return network_of(default_weights()) if weights is None else open_image_network(weights)
