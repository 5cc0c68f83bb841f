"""Networks that an engine could have described, made up for tests of panels."""

from dataclasses import replace
from itertools import pairwise

from engine.network.architecture import Architecture
from engine.network.input_shape import input_shapes
from engine.thread.network_events import (
    ModuleDescription,
    NetworkChanged,
    ParameterDescription,
    StageDescription,
    WeightsSource,
)

STACK = "linear_relu_stack"
SIZES = (784, 32, 32, 10)


def network_changed(
    sizes: tuple[int, ...] = SIZES, network: int = 1, input_shape: tuple[int, int] | None = None
) -> NetworkChanged:
    """A network of Linear layers between `sizes`, with a ReLU between any two, whose input is taken for that shape."""
    parameters = _parameters(sizes)
    modules = [
        _module("", "NeuralNetwork", sizes[-1], parameters),
        _module("flatten", "Flatten", sizes[0], parameters),
        _module(STACK, "Sequential", sizes[-1], parameters),
    ]
    for layer, (inputs, outputs) in enumerate(pairwise(sizes)):
        name = f"{STACK}.{2 * layer}"
        modules.append(_module(name, "Linear", outputs, parameters, f"{inputs} → {outputs}"))
        if layer < len(sizes) - 2:
            modules.append(_module(f"{STACK}.{2 * layer + 1}", "ReLU", outputs, parameters))
    return NetworkChanged(
        network,
        WeightsSource.TRAINED,
        "trained weights",
        None,
        "cpu",
        tuple(modules),
        parameters,
        "the source",
        architecture=Architecture(sizes),
        stages=_stages(sizes),
        input_shape=input_shape or input_shapes(sizes[0])[0],
        input_shapes=input_shapes(sizes[0]),
    )


def with_norm(event: NetworkChanged) -> NetworkChanged:
    """The same network with a BatchNorm1d behind its first Linear, which has seen 40 batches."""
    name = f"{STACK}.1"
    units = event.stages[0].units
    parameters = tuple(
        ParameterDescription(f"{name}.{part}", (units,), "float32", True, units)
        for part in ("weight", "bias")
    )
    buffers = (
        ParameterDescription(f"{name}.running_mean", (units,), "float32", False, units),
        ParameterDescription(f"{name}.num_batches_tracked", (), "int64", False, 1),
    )
    norm = _module(name, "BatchNorm1d", units, parameters)
    modules = [module for module in event.modules if module.name != name]
    return replace(
        event, modules=(*modules, norm), parameters=(*event.parameters, *parameters), buffers=buffers
    )


def _stages(sizes: tuple[int, ...]) -> tuple[StageDescription, ...]:
    last = len(sizes) - 2
    return tuple(
        StageDescription(
            f"Linear {inputs} → {outputs} · {'logits' if layer == last else 'ReLU'}",
            f"{STACK}.{2 * layer}.weight",
            outputs,
            layer == last,
        )
        for layer, (inputs, outputs) in enumerate(pairwise(sizes))
    )


def _parameters(sizes: tuple[int, ...]) -> tuple[ParameterDescription, ...]:
    found = []
    for layer, (inputs, outputs) in enumerate(pairwise(sizes)):
        name = f"{STACK}.{2 * layer}"
        found.append(
            ParameterDescription(f"{name}.weight", (outputs, inputs), "float32", True, inputs * outputs)
        )
        found.append(ParameterDescription(f"{name}.bias", (outputs,), "float32", True, outputs))
    return tuple(found)


def _module(
    name: str, kind: str, width: int, parameters: tuple[ParameterDescription, ...], detail: str = ""
) -> ModuleDescription:
    inside = [p for p in parameters if not name or p.name.startswith(f"{name}.")]
    depth = name.count(".") + 1 if name else 0
    count = sum(p.count for p in inside)
    names = tuple(p.name for p in inside)
    return ModuleDescription(name, kind, detail, depth, (1, width), count, bool(inside), names)
