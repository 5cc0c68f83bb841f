"""What the panels of the graph call its nodes, and what they say of operations."""

import math

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.thread.lab_events import ChainRule, GraphNode, GraphTraced, NodeKind, NodeRead, TensorSeen
from gui import theme
from gui.parameter_name import shape_text, short_name

_RULES = {
    "Add": QT_TRANSLATE_NOOP("Graph", "Adding passes the slope on unchanged to both inputs."),
    "Sub": QT_TRANSLATE_NOOP(
        "Graph", "Subtracting passes the slope on to the first input, and its negative to the second."
    ),
    "Mul": QT_TRANSLATE_NOOP(
        "Graph", "A product passes to each factor the slope, multiplied by the other factor."
    ),
    "Div": QT_TRANSLATE_NOOP(
        "Graph", "A quotient a / b passes 1 / b times the slope to a, and −a / b² times it to b."
    ),
    "Neg": QT_TRANSLATE_NOOP("Graph", "A minus sign turns the slope round."),
    "Pow": QT_TRANSLATE_NOOP("Graph", "A power passes on p · xᵖ⁻¹ times the slope."),
    "Exp": QT_TRANSLATE_NOOP("Graph", "The exponential passes on itself times the slope."),
    "Log": QT_TRANSLATE_NOOP("Graph", "The logarithm passes on 1 / x times the slope."),
    "Sin": QT_TRANSLATE_NOOP("Graph", "The sine passes on cos(x) times the slope."),
    "Tanh": QT_TRANSLATE_NOOP("Graph", "tanh passes on (1 − tanh²) times the slope."),
    "Relu": QT_TRANSLATE_NOOP(
        "Graph", "ReLU passes the slope on where its output is above 0, and nothing elsewhere."
    ),
    "Sum": QT_TRANSLATE_NOOP("Graph", "A sum passes the same slope on to each of its terms."),
    "Mean": QT_TRANSLATE_NOOP("Graph", "A mean over n numbers passes 1 / n of the slope on to each of them."),
    "Mm": QT_TRANSLATE_NOOP(
        "Graph", "A matrix product x @ w passes slope @ wᵀ on to x, and xᵀ @ slope to w."
    ),
    "Addmm": QT_TRANSLATE_NOOP(
        "Graph",
        "A linear layer x @ Wᵀ + b: b gets the slope itself, W gets slope ⊗ x, and x gets slope @ W.",
    ),
    "Softmax": QT_TRANSLATE_NOOP("Graph", "Softmax passes on p · (slope − Σ p · slope)."),
    "LogSoftmax": QT_TRANSLATE_NOOP("Graph", "Log-softmax passes on slope − p · Σ slope."),
    "NllLoss": QT_TRANSLATE_NOOP("Graph", "The loss looks at the label's class alone: its slope is −1."),
    "BinaryCrossEntropyWithLogits": QT_TRANSLATE_NOOP(
        "Graph", "The loss averages over n outputs, so each slope is (σ(z) − y) / n."
    ),
    "MseLoss": QT_TRANSLATE_NOOP("Graph", "The mean of n squared errors has the slopes 2 · (z − y) / n."),
    "L1Loss": QT_TRANSLATE_NOOP("Graph", "The mean of n absolute errors has the slopes ±1 / n."),
    "Max": QT_TRANSLATE_NOOP("Graph", "The maximum passes the slope on to the largest number alone."),
}
_MODEL = "model."  # the network's own name in the code of its graph
_RESHAPING = ("Squeeze", "Unsqueeze", "View", "UnsafeView", "T", "Permute", "Transpose", "Reshape")


def symbol(node: GraphNode) -> str:
    """What a node is called in a formula: its variable, else the operation."""
    return variable(node) or node.function.partition("Backward")[0] or "·"


def variable(node: GraphNode) -> str:
    """The variable that a node's tensor has, of a parameter in short; "" where it has none."""
    return short_name(node.name.removeprefix(_MODEL))


def title(node: GraphNode) -> str:
    """What stands on a node: its function, of a leaf or constant its variable."""
    is_tensor = node.kind in (NodeKind.LEAF, NodeKind.CONSTANT)
    return (variable(node) or "·") if is_tensor else node.function


def words(node: GraphNode, picture: TensorSeen | None) -> str:
    """The line below the title: shape and kind, of a single number its value."""
    shape = shape_text(node.shape)
    if node.kind is NodeKind.LEAF:
        return f"{shape} · " + QCoreApplication.translate("Graph", "leaf")
    if node.kind is NodeKind.CONSTANT:
        return f"{shape} · " + QCoreApplication.translate("Graph", "no gradient")
    value = theme.number(float(picture.levels[0, 0])) if picture is not None and not node.shape else shape
    return f"{node.name} = {value}" if node.name else value


def explanation(node: GraphNode) -> str:
    """A sentence on how the node's operation passes a slope on."""
    operation = node.function.partition("Backward")[0]
    if operation in _RESHAPING:
        text = QT_TRANSLATE_NOOP("Graph", "Only the shape changes: the slope is passed on in the old shape.")
        return QCoreApplication.translate("Graph", str(text))
    if node.kind is NodeKind.LEAF:
        text = QT_TRANSLATE_NOOP(
            "Graph", "A leaf ends the way back: what arrives is added to .grad of its tensor."
        )
        return QCoreApplication.translate("Graph", str(text))
    return QCoreApplication.translate("Graph", str(_RULES.get(operation, "")))


def code_line(traced: GraphTraced, node: int) -> str:
    """The line of code that made a node's tensor, "" if it has no line of its own."""
    name = traced.graph.nodes[node].name
    lines = (line.partition("#")[0].strip() for line in (traced.setup + "\n" + traced.forward).splitlines())
    return next((line for line in lines if name and line.startswith(f"{name} = ")), "")


def rules_text(traced: GraphTraced, node: int, rules: tuple[ChainRule, ...]) -> str:
    """The chain rule for each input: as a formula, and below it in numbers, a line each."""
    paragraphs: list[str] = []
    for place, rule in enumerate(rules):
        formula, numbers = _rule_lines(traced, node, rule)
        is_new = place == 0 or rules[place - 1].slot != rule.slot
        paragraphs.append(("\n" if place else "") + f"{formula}\n{numbers}" if is_new else numbers)
    return "\n".join(paragraphs)


def sum_text(traced: GraphTraced, read: NodeRead) -> str:
    """How gradients add up: those that came from several operations, and in a leaf with what was there before."""
    called = symbol(traced.graph.nodes[read.node])
    lines = []
    if len(read.arrivals) > 1 and read.gradient is not None:
        lines.append(_sum_line(f"∂L/∂{called}", [seen for _, seen in read.arrivals], read.gradient))
    if read.gradient is not None and read.grad is not None:
        parts = [read.gradient] if read.grad_before is None else [read.grad_before, read.gradient]
        lines.append(_sum_line(f"{called}.grad", parts, read.grad))
    return "\n".join(filter(None, lines))


def _sum_line(name: str, parts: list[TensorSeen], total: TensorSeen) -> str:
    """The sum for the largest number; "" where numbers were pooled."""
    if total.levels.size != math.prod(total.shape) or not total.levels.size or len(total.shape) > 2:
        return ""
    place = np.unravel_index(np.abs(total.levels).argmax(), total.levels.shape)
    index = _index(tuple(int(each) for each in place)[2 - len(total.shape) :])
    summands = " + ".join(theme.number(float(part.levels[place])) for part in parts)
    result = f" = {theme.number(float(total.levels[place]))}" if len(parts) > 1 else ""
    return f"{name}{index} = {summands}{result}"


def _rule_lines(traced: GraphTraced, node: int, rule: ChainRule) -> tuple[str, str]:
    """The chain rule for one number: as a formula, and with its values."""
    output = symbol(traced.graph.nodes[node])
    starts = {edge.slot: edge.start for edge in traced.graph.edges if edge.end == node and edge.tracked}
    entered = symbol(traced.graph.nodes[starts[rule.slot]]) + _index(rule.index)
    summands = [
        f"∂L/∂{output}{_index(term.index)} · ∂{output}{_index(term.index)}/∂{entered}" for term in rule.terms
    ]
    numbers = [f"{theme.number(term.arriving)} · {theme.number(term.slope)}" for term in rule.terms]
    if rule.others > 0:
        summands.append("…")
        numbers.append(
            QCoreApplication.translate("Graph", "{rest} ({count} more)").format(
                rest=theme.number(rule.rest), count=rule.others
            )
        )
    return (
        f"∂L/∂{entered} = " + " + ".join(summands),
        "= " + " + ".join(numbers) + f" = {theme.number(rule.result)}",
    )


def _index(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""
