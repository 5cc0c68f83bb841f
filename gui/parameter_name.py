"""How the names and shapes of parameters are written where there is little room."""


def short_name(parameter: str) -> str:
    """The last two parts of a name: "…0.weight" of "linear_relu_stack.0.weight"."""
    parts = parameter.split(".")
    return parameter if len(parts) <= 2 else "…" + ".".join(parts[-2:])


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as PyTorch prints it: "[512, 784]"."""
    return str(list(shape))
