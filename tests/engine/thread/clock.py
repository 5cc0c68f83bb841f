"""A clock that stands still until it is set."""


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now
