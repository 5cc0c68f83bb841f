"""What the engine could not do, and why, in the language of the window."""

import re
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication

from engine.errors import Kind
from gui.failure_reasons import TEMPLATES

_FIELD = re.compile(r"\\{(\w+)\\}")


def failure_sentence(kind: Kind, fields: Mapping[str, str | int]) -> str:
    """The sentence of a kind of failure, with its fields filled in."""
    words = {name: _field_words(name, value) for name, value in fields.items()}
    return QCoreApplication.translate("Failure", kind.value).format(**words)


def reason_words(reason: str) -> str:
    """A reason of the engine's; that of a library or the system stays as it is."""
    for template in TEMPLATES:
        found = _pattern(str(template)).fullmatch(reason)
        if found:
            return QCoreApplication.translate("Reason", str(template)).format(**found.groupdict())
    return reason


def _field_words(name: str, value: str | int) -> str | int:
    return reason_words(value) if name == "reason" and isinstance(value, str) else value


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_FIELD.sub(r"(?P<\1>.+)", re.escape(template)))
