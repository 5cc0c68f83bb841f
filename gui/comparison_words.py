"""What the window says of two models that are compared."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from engine.thread.comparison_commands import Rival
from engine.thread.comparison_events import ComparisonChanged, Difference
from gui import theme
from gui.network_words import weights_title
from gui.parameter_name import shape_text
from gui.widgets.difference_rows import DifferenceRow

translate = QCoreApplication.translate
Shapes = Mapping[str, tuple[int, ...]]


def other_title(event: ComparisonChanged) -> str:
    """What the other model is called."""
    title = weights_title(event)
    if event.rival is Rival.PRESENT:
        return translate("Comparison", "{weights}, as it was").format(weights=title)
    return title


def summary(event: ComparisonChanged, differences: Mapping[str, Difference], remaining: int) -> str:
    """One line on all tensors."""
    found = [differences[name] for name, _ in event.pairs if name in differences]
    if remaining:
        words = translate("Comparison", "comparing, {done} of {count}")
        return words.format(done=len(event.pairs) - remaining, count=len(event.pairs))
    alone = len(event.only_here) + len(event.only_there) + len(event.reshaped)
    changed = sum(each.changed > 0 for each in found)
    if not found:
        return translate("Comparison", "no tensor in common")
    if not changed and not alone and not any(each.obstacle for each in found):
        total = sum(each.count for each in found)
        return translate("Comparison", "no difference: all {count} numbers are equal").format(
            count=f"{total:,}"
        )
    words = translate("Comparison", "{changed} of {count} tensors differ").format(
        changed=changed, count=len(found)
    )
    return words + (
        translate("Comparison", ", {count} without a partner").format(count=alone) if alone else ""
    )


def difference_rows(
    event: ComparisonChanged, differences: Mapping[str, Difference], shapes: Shapes
) -> list[DifferenceRow]:
    """Tensors of both, the largest change first, then those that are being compared, then what has no partner."""
    known = [differences[name] for name, _ in event.pairs if name in differences]
    known.sort(key=lambda each: (each.relative, each.changed), reverse=True)
    names = {each.parameter for each in known}
    waiting = [
        DifferenceRow(name, _shape(shapes, name), note="…") for name, _ in event.pairs if name not in names
    ]
    return [*(_row(each) for each in known), *waiting, *_strays(event, shapes)]


def _row(found: Difference) -> DifferenceRow:
    shape = shape_text(found.shape)
    if found.obstacle:
        return DifferenceRow(
            found.parameter, shape, note=translate("Comparison", "not compared"), tip=found.obstacle
        )
    figures = found.relative, found.cosine, found.largest
    odd = translate("Comparison", "{count} NaN or ∞").format(count=f"{found.odd:,}") if found.odd else ""
    return DifferenceRow(found.parameter, shape, figures, badge=odd, tip=_described(found))


def _described(found: Difference) -> str:
    lines = [f"{found.parameter} {shape_text(found.shape)}"]
    if found.partner != found.parameter:
        lines.append(translate("Comparison", "there: {name}").format(name=found.partner))
    changed = translate("Comparison", "{changed} of {count} numbers differ")
    lines.append(changed.format(changed=f"{found.changed:,}", count=f"{found.count:,}"))
    relative = translate(
        "Comparison", "relative change {relative}, cosine {cosine}, largest {largest}, norm {norm}"
    )
    number = theme.number
    lines.append(
        relative.format(
            relative=number(found.relative), cosine=number(found.cosine), largest=number(found.largest),
            norm=number(found.norm),
        )
    )  # fmt: skip
    if found.odd:
        odd = translate("Comparison", "{count} numbers that are NaN or infinite are left out")
        lines.append(odd.format(count=f"{found.odd:,}"))
    return "\n".join(lines)


def _strays(event: ComparisonChanged, shapes: Shapes) -> Iterator[DifferenceRow]:
    """What cannot be compared, and why."""
    for (name, partner), there in zip(event.reshaped, event.shapes, strict=True):
        note = translate("Comparison", "{shape} there").format(shape=shape_text(there))
        yield DifferenceRow(name, _shape(shapes, name), note=note, tip=_alone(partner, note), is_pair=False)
    for name in event.only_here:
        note = translate("Comparison", "only in the open model")
        yield DifferenceRow(name, _shape(shapes, name), note=note, tip=_alone(name, note), is_pair=False)
    for name in event.only_there:
        note = translate("Comparison", "only in {other}").format(other=other_title(event))
        yield DifferenceRow(name, "", note=note, tip=_alone(name, note), is_pair=False)


def _alone(name: str, note: str) -> str:
    return f"{name}: {note}"


def _shape(shapes: Shapes, name: str) -> str:
    return shape_text(shapes[name]) if name in shapes else ""
