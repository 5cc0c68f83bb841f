"""What the window hears of the model in use."""

from engine.network.description import describe_modules, describe_parameters
from engine.network.outline import outline_modules, outline_parameters, outline_text
from engine.thread.events import NetworkChanged
from engine.thread.loading import Loaded


def describe(loaded: Loaded, generation: int, device: str) -> NetworkChanged:
    """The model in its `generation`, on that `device`."""
    if loaded.bare is None:
        modules, parameters = describe_modules(loaded.network), describe_parameters(loaded.network)
        text, obstacle = str(loaded.network), ""
    else:
        tensors, obstacle = loaded.bare.tensors, loaded.bare.obstacle
        modules, parameters, text = (
            outline_modules(tensors), outline_parameters(tensors), outline_text(tensors),
        )  # fmt: skip
    return NetworkChanged(
        network=generation,
        source=loaded.source,
        title=loaded.title,
        path=loaded.path,
        device=device,
        modules=modules,
        parameters=parameters,
        source_text=text,
        obstacle=obstacle,
    )
