"""Networks whose edits are not saved, kept when others take their place; and what the window hears of edits."""

from collections.abc import Callable

from engine.thread.editing_events import EditsChanged
from engine.thread.events import Event
from engine.thread.loading import Loaded


class SetAside:
    """A pile: what was set aside last comes back first."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._pile: list[Loaded] = []
        self._told = EditsChanged()

    def keep(self, left: Loaded, coming: Loaded) -> None:
        """Keep `left` if its edits would be lost; a network that is trained further keeps them itself."""
        self._pile = [each for each in self._pile if each.edits is not coming.edits]  # it is back
        trained = left.network is coming.network and left.bare is None and coming.bare is None
        if left.edits is not coming.edits and left.edits.is_unsaved and not trained:
            self._pile.append(left)

    def take(self) -> Loaded | None:
        """The one that was set aside last; None: there is none."""
        return self._pile.pop() if self._pile else None

    def tell(self, in_use: Loaded) -> None:
        """Publish what can be undone and what is unsaved, if it is news."""
        edits = in_use.edits
        self._pile = [each for each in self._pile if each.edits.is_unsaved]  # but what was saved meanwhile
        told = EditsChanged(
            undo=edits.undo_command,
            redo=edits.redo_command,
            edited=edits.is_edited,
            unsaved=edits.is_unsaved,
            aside=len(self._pile),
        )
        if told != self._told:
            self._told = told
            self._publish(told)
