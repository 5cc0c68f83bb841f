"""What the window hears of the model in use."""

from engine.network.description import describe_buffers, describe_modules, describe_parameters
from engine.network.input_shape import Shape, input_shapes
from engine.network.mlp import Stage
from engine.network.outline import outline_modules, outline_parameters, outline_text
from engine.thread.loading import Loaded
from engine.thread.network_events import NetworkChanged, StageDescription


def describe(loaded: Loaded, generation: int, device: str, input_shape: Shape) -> NetworkChanged:
    """The model in its `generation`, on that `device`, which takes its input for that shape."""
    if loaded.bare is None:
        modules, parameters = describe_modules(loaded.network), describe_parameters(loaded.network)
        text, obstacle = str(loaded.network), ""
    else:
        tensors, obstacle = loaded.bare.tensors, loaded.bare.obstacle
        modules, parameters, text = (
            outline_modules(tensors), outline_parameters(tensors), outline_text(tensors),
        )  # fmt: skip
    network = loaded.runnable
    architecture = None if network is None else network.architecture
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
        architecture=architecture,
        stages=() if network is None else tuple(map(_described, network.stages)),
        input_shape=input_shape,
        input_shapes=input_shapes(loaded.network.architecture.sizes[0]),
        asks_activation=loaded.asks_activation,
        step=loaded.step,
        buffers=() if network is None else describe_buffers(network),
    )


def _described(stage: Stage) -> StageDescription:
    units = stage.linear.out_features
    return StageDescription(stage.title, f"{stage.name}.weight", units, stage.is_signed)
