"""The network that a headless command works with."""

from pathlib import Path

from engine.network.checkpoints import default_weights
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import network_of, open_digit_network, open_image_network


def network_for(weights: Path | None) -> NeuralNetwork:
    """The network in the file `weights`, or the one that ships with the program."""
    return network_of(default_weights()) if weights is None else open_digit_network(weights)


def image_network_for(weights: Path | None) -> NeuralNetwork:
    """As `network_for`, also one that reads square images of another size, or other classes."""
    return network_of(default_weights()) if weights is None else open_image_network(weights)
