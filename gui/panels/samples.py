"""The panel Samples: the images that the network is trained and checked with."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedLayout, QVBoxLayout

from engine.thread.training_commands import BrowseSamples, Collection
from engine.thread.training_events import SamplesRead, TrainingChanged, TrainingState
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import LEFT, Panel, Place, listens
from gui.sample_list import sample_list
from gui.selection import Selection
from gui.widgets.muted_words import MutedWords
from gui.widgets.name_choice import NameChoice
from gui.widgets.sample_wall import SampleWall


class SamplesPanel(Panel):
    """A wall of the run's images, as they are or as training bends them; only those in sight are read."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Samples"))
    icon: ClassVar[str] = "examples"
    places: ClassVar[dict[str, Place]] = {"train": Place(LEFT, 3, from_height=1100)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._totals = dict.fromkeys(Collection, 0)
        self._collection = Collection.TRAINING
        self.choice = NameChoice()
        self.choice.chosen.connect(lambda name: self._choose(Collection[name]))
        self.distorted = QCheckBox(self.tr("as distorted"))
        self.distorted.setToolTip(
            self.tr("Show each image as training sees it: turned, bent, thicker or thinner")
        )
        self.distorted.toggled.connect(self._ask_again)
        self.blank = MutedWords(wrapped=True)
        self.blank.setText(self.tr("Begin a run: the images that it learns from hang here."))
        self.wall = SampleWall()
        self.wall.rows_wanted.connect(self._browse)
        self._lay_out()
        self._offer()

    @listens(TrainingChanged)
    def follow_training(self, event: TrainingChanged) -> None:
        """Hang the images of another run when they are ready."""
        totals = {Collection.TRAINING: event.images, Collection.VALIDATION: event.validation_images}
        if event.state is TrainingState.PREPARING:
            totals = dict.fromkeys(Collection, 0)
        if totals != self._totals:
            self._totals = totals
            self._hang()

    @listens(SamplesRead)
    def show_samples(self, event: SamplesRead) -> None:
        """Hang what was read where it belongs."""
        if event.subscription == self._subscription() and len(event.numbers):
            self.wall.set_samples(int(event.numbers[0]), sample_list(event), event.images)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is in sight."""
        super().showEvent(event)
        self._ask_again()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self.distorted)
        self.pages = QStackedLayout()
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.wall)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, theme.SPACE)
        layout.setSpacing(theme.SPACE // 2)
        layout.addLayout(head)
        layout.addLayout(self.pages, 1)

    def _offer(self) -> None:
        names = {
            Collection.TRAINING: self.tr("training"),
            Collection.VALIDATION: self.tr("validation"),
        }
        self.choice.offer([(each.name, name) for each, name in names.items()], self._collection.name)

    def _choose(self, collection: Collection) -> None:
        if collection is not self._collection:
            self._collection = collection
            self._offer()
            self._hang()

    def _hang(self) -> None:
        total = self._totals[self._collection]
        self.wall.set_total(total)
        self.pages.setCurrentWidget(self.wall if total else self.blank)
        self.caption_changed.emit(self.tr("{count} images").format(count=f"{total:,}") if total else "")

    def _ask_again(self) -> None:
        self.wall.ask_again()

    def _browse(self, first: int, count: int) -> None:
        if self.isVisible():
            distorted = self.distorted.isChecked()
            self.link.send(BrowseSamples(self._subscription(), self._collection, first, count, distorted))

    def _subscription(self) -> str:
        """One for each kind of image, so that an answer to an older wish is known as such."""
        kind = "distorted" if self.distorted.isChecked() else "plain"
        return f"samples/{self._collection.name}/{kind}"
