"""How long something takes, as short as can be said."""

import math


def duration_text(seconds: float) -> str:
    """Seconds (0 or more) for the eye: "16 s", "3 min 20 s", "2 h 05 min"; "" for what is not finite.

    Rounded up, to five seconds beyond a minute and to five minutes beyond an hour, so that it does not flicker.
    """
    if not math.isfinite(seconds):
        return ""
    if seconds <= 60:
        return f"{math.ceil(seconds)} s"
    if seconds <= 3600:
        minutes, rest = divmod(5 * math.ceil(seconds / 5), 60)
        return f"{minutes} min {rest:02} s" if minutes < 10 else f"{math.ceil(seconds / 60)} min"
    hours, rest = divmod(5 * math.ceil(seconds / 300), 60)
    return f"{hours} h {rest:02} min"
