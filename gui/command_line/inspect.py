"""`netglass inspect`: the modules of a checkpoint and the figures of its parameters."""

from argparse import Namespace
from dataclasses import asdict

from engine.errors import Kind, NetglassError
from engine.network.checkpoints import Checkpoint, load_checkpoint
from engine.network.description import describe_modules
from engine.network.rebuilding import network_of
from engine.tensors.levels import finish
from engine.tensors.plain import plain
from engine.tensors.statistics import walk_moments
from engine.thread.network_events import ModuleDescription
from gui.command_line.output import print_result

HEAD = "{:34} {:>14} {:>9} {:>11} {:>11} {:>11} {:>11} {:>8} {:>4} {:>4}".format(
    "name", "shape", "dtype", "mean", "std", "min", "max", "zeros", "nan", "inf"
)


def run(options: Namespace) -> int:
    """Print the modules, where the tensors make a network, and each tensor's figures."""
    checkpoint = load_checkpoint(options.checkpoint)
    modules = _modules(checkpoint, options.activation)
    names = _ordered(checkpoint, modules)
    parameters = [_parameter(checkpoint, name) for name in names]
    result = {
        "modules": [{**asdict(module), "output_shape": list(module.output_shape)} for module in modules],
        "parameters": parameters,
    }
    lines = (
        [_module_line(module) for module in modules]
        + ["", HEAD]
        + [_parameter_line(each) for each in parameters]
    )
    print_result(result, "\n".join(lines).lstrip(), options.json)
    return 0


def _modules(checkpoint: Checkpoint, activation: str | None) -> tuple[ModuleDescription, ...]:
    """The module tree; empty where the tensors are no network that can run."""
    try:
        return describe_modules(network_of(checkpoint, activation))
    except NetglassError as error:
        if error.kind is Kind.WEIGHTS_SHAPE:
            return ()
        raise


def _ordered(checkpoint: Checkpoint, modules: tuple[ModuleDescription, ...]) -> tuple[str, ...]:
    """The tensors' names in the network's own order, where they are its names; else in the file's."""
    known = modules[0].parameters if modules else ()
    return known if set(known) == set(checkpoint.tensors) else tuple(checkpoint.tensors)


def _parameter(checkpoint: Checkpoint, name: str) -> dict[str, object]:
    stored = checkpoint.tensors.stored[name]
    figures = finish(walk_moments(plain(name, checkpoint.tensors[name])))
    shown: dict[str, object] = {"name": name, "shape": list(stored.shape), "dtype": stored.dtype}
    for figure in ("mean", "std"):
        shown[figure] = _finite(getattr(figures, figure))
    shown["min"], shown["max"] = _finite(figures.minimum), _finite(figures.maximum)
    return shown | {"zeros": figures.zeros, "nan": figures.nan, "inf": figures.inf}


def _finite(value: float) -> float | None:
    """JSON knows no NaN: the figures of a tensor without a finite number are null."""
    return value if abs(value) < float("inf") else None


def _module_line(module: ModuleDescription) -> str:
    name = module.name.rpartition(".")[2]
    words = " ".join(word for word in (name, module.kind, module.detail) if word)
    return f"{'  ' * module.depth + words:44} {list(module.output_shape)!s:>14} {module.count:>12,}"


def _parameter_line(parameter: dict[str, object]) -> str:
    def number(key: str) -> str:
        value = parameter[key]
        return f"{value:>11.4g}" if isinstance(value, float) else f"{'none':>11}"

    figures = " ".join(number(key) for key in ("mean", "std", "min", "max"))
    counts = f"{parameter['zeros']:>8} {parameter['nan']:>4} {parameter['inf']:>4}"
    return f"{parameter['name']:34} {parameter['shape']!s:>14} {parameter['dtype']:>9} {figures} {counts}"
