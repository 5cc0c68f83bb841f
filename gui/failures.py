"""What the engine could not do, in the language of the window."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from engine.errors import Kind


def failure_sentence(kind: Kind, fields: Mapping[str, str | int]) -> str:
    """The sentence of a kind of failure, with its fields filled in."""
    return QCoreApplication.translate("Failure", kind.value).format(**fields)
