"""How headless commands print: results on stdout, one JSON object a line or words for people; messages on stderr."""

import json
import sys
from collections.abc import Mapping


def print_result(result: Mapping[str, object], words: str, as_json: bool) -> None:
    """Print one result, as JSON or as `words`, at once."""
    sys.stdout.write((json.dumps(result, ensure_ascii=False, allow_nan=False) if as_json else words) + "\n")
    sys.stdout.flush()


def print_message(words: str) -> None:
    """Print one line that is no result."""
    sys.stderr.write(f"netglass: {words}\n")
    sys.stderr.flush()


def percent(share: float, digits: int = 1) -> str:
    """A share of one as a percentage."""
    return f"{100 * share:.{digits}f} %"
