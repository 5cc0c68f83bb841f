"""Python code in the colours of the theme, as lines of rich text."""

import io
import keyword
import token
import tokenize
from html import escape

from gui import theme

_NAMES = frozenset({"True", "False", "None"})


def highlighted(code: str) -> list[str]:
    """The lines of `code` as HTML: words of the language, calls, numbers, strings and comments in their colours."""
    colours = theme.current()
    pieces: list[str] = []
    row, column = 1, 0
    lines = code.splitlines() or [""]
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    for place, each in enumerate(tokens):
        if each.type in (token.ENDMARKER, token.INDENT, token.DEDENT) or not each.string.strip():
            continue
        pieces.append(escape(_between(lines, (row, column), each.start)))
        following = tokens[place + 1].string if place + 1 < len(tokens) else ""
        colour = _colour(each, following, colours)
        pieces.append("\n".join(_coloured(part, colour) for part in each.string.split("\n")))
        row, column = each.end
    return "".join(pieces).split("\n")


def _coloured(text: str, colour: str) -> str:
    return f'<span style="color:{colour}">{escape(text)}</span>' if colour else escape(text)


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two tokens."""
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    first, last = lines[start[0] - 1][start[1] :], lines[end[0] - 1][: end[1]]
    return "\n".join([first, *lines[start[0] : end[0] - 1], last])


def _colour(each: tokenize.TokenInfo, following: str, colours: theme.Theme) -> str:
    if each.type == token.COMMENT:
        return colours.muted.name()
    if each.type in (token.NUMBER, token.STRING) or each.string in _NAMES:
        return colours.negative.name()
    if each.type == token.NAME and keyword.iskeyword(each.string):
        return colours.accent.name()
    return colours.positive.name() if each.type == token.NAME and following == "(" else ""
