"""How the strip of a layer shares its width among name, gradient, lines and numbers."""

from dataclasses import dataclass

TICK_ROOM = 20
VALUE_ROOM = 58
_LIMIT_ROOM, _DEAD_ROOM = 58, 40
_GAP = 10
_ROOM_FOR_DEAD, _ROOM_FOR_LIMIT = 520, 680  # narrower strips leave these numbers to the tooltip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a strip's width, in pixels."""

    left: int
    width: int


@dataclass(frozen=True, slots=True)
class StripColumns:
    """The stretches of a strip from left to right; without room a width is 0."""

    name: Span
    gradient: Span
    limit: Span
    norm: Span
    norm_value: Span
    update: Span
    update_value: Span
    dead: Span


def shared_columns(width: int, name_room: int) -> StripColumns:
    """Share `width` pixels; the names take `name_room`, the gradient as much of the rest as both lines together."""
    limit = _LIMIT_ROOM if width >= _ROOM_FOR_LIMIT else 0
    dead = _DEAD_ROOM if width >= _ROOM_FOR_DEAD else 0
    spare = max(0, width - TICK_ROOM - name_room - 2 * VALUE_ROOM - limit - dead - 4 * _GAP)
    line = spare // 4
    widths = (name_room, spare - 2 * line, limit, line, VALUE_ROOM, line, VALUE_ROOM, dead)
    gaps = (_GAP, 0, _GAP, 0, _GAP, 0, 0, 0)
    spans, left = [], TICK_ROOM
    for room, gap in zip(widths, gaps, strict=True):
        spans.append(Span(left, room))
        left += room + gap
    return StripColumns(*spans)
