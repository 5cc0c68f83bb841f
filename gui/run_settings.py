"""The settings of a run: fields that make a plan, and a recipe that can change while it is followed."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from engine.thread.training_commands import Distortion, Optimiser, Plan, Recipe, Schedule, recipe_named
from gui import theme
from gui.data_choice import DataChoice
from gui.icons import icon
from gui.widgets.number_field import NumberField
from gui.widgets.number_range import NumberRange
from gui.widgets.settings_grid import SettingsGrid

RECIPE = "quick"  # that a person begins with
USUAL_RATES = {Optimiser.ADAMW: 2e-3, Optimiser.ADAM: 2e-3, Optimiser.MOMENTUM: 0.05, Optimiser.SGD: 0.1}
_PERCENT = 100
_MOST_DISTORTION = 150  # percent of the recipe's
_SEEDS = 2**31 - 1


class Start(Enum):
    """The weights that a run begins with."""

    RANDOM = "random"
    PRESENT = "present"


def distorted(distortion: Distortion, strength: float) -> Distortion:
    """A distortion whose every extent is `strength` times as large; its smoothness stays."""
    return replace(
        distortion,
        rotation=strength * distortion.rotation,
        shear=strength * distortion.shear,
        scale=strength * distortion.scale,
        shift=strength * distortion.shift,
        elastic=strength * distortion.elastic,
        thickness=min(1.0, strength * distortion.thickness),
    )


class RunSettings(QWidget):
    """`recipe_changed` follows each change of what can change while a run goes on, and only what is right.

    What a run cannot change (data, first weights, seed) rests while one is under way.
    """

    recipe_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = recipe_named(RECIPE)  # what the fields change
        self._images: int | None = None
        self.grid = SettingsGrid()
        self.data = DataChoice()
        self.browse = QToolButton()
        self.browse.setIcon(icon("examples"))
        self.browse.setIconSize(QSize(14, 14))
        self.browse.setSizePolicy(
            QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
        )  # as high as the choice
        self._make_lists()
        self._make_numbers()
        self._make_strength()
        self._lay_out()
        self._explain()
        self._show_recipe(self._recipe)
        self.data.sources_changed.connect(self._check_data)

    def has_problem(self) -> bool:
        """Whether a field says that something is wrong."""
        return any(field.problem for field in self._numbers) or not self.data.sources()

    def recipe(self) -> Recipe:
        """The recipe that the fields make; a number that is not right counts as it last was."""
        return replace(
            self._recipe,
            epochs=int(self.epochs.value),
            distortion=distorted(self._recipe.distortion, self.strength.value() / _PERCENT),
            batch=int(self.batch.value),
            optimiser=self.optimiser.currentData(),
            learning_rate=self.rate.value,
            schedule=self.schedule.currentData(),
            weight_decay=self.decay.value,
            label_smoothing=self.smoothing.value,
            averaging=self.averaging.value,
        )

    def plan(self, name: str) -> Plan:
        """The plan that the fields make."""
        return Plan(name, self.data.sources(), self.recipe(), int(self.seed.value))

    def show_plan(self, plan: Plan) -> None:
        """Show the plan of a run, without a signal."""
        self.data.show_sources(plan.sources)
        self.seed.set_value(plan.seed)
        if plan.recipe != self.recipe():
            self._show_recipe(plan.recipe)
        self._check_data()

    def set_under_way(self, under_way: bool) -> None:
        """Let rest what a run cannot change."""
        for field in (self.data, self.start, self.seed):
            field.setEnabled(not under_way)

    def set_images(self, images: int) -> None:
        """How many images the run learns from; 0: not known."""
        self._images = images
        self._check_batch()

    def show_labelled(self, counts: tuple[int, ...]) -> None:
        """How many drawings of each class, 0 to 9, have a label."""
        self.data.show_labelled(counts)
        self._check_data()

    def _make_lists(self) -> None:
        self.start = _choice(
            {Start.RANDOM: self.tr("random weights"), Start.PRESENT: self.tr("present weights")}
        )
        self.optimiser = _choice(
            {
                Optimiser.ADAMW: "AdamW",
                Optimiser.ADAM: "Adam",
                Optimiser.MOMENTUM: self.tr("SGD with momentum"),
                Optimiser.SGD: "SGD",
            }
        )
        self.schedule = _choice({Schedule.COSINE: self.tr("cosine"), Schedule.CONSTANT: self.tr("constant")})
        self.optimiser.activated.connect(self._choose_optimiser)
        self.schedule.activated.connect(self.recipe_changed)

    def _make_numbers(self) -> None:
        self.rate = NumberField(NumberRange(1e-8, 10, factor=10**0.25))
        self.batch = NumberField(NumberRange(1, 65_536, whole=True, factor=2))
        self.epochs = NumberField(NumberRange(1, 100_000, whole=True))
        self.decay = NumberField(NumberRange(0, 1, step=0.01))
        self.smoothing = NumberField(NumberRange(0, 0.9, step=0.05))
        self.averaging = NumberField(NumberRange(0, 0.99999, step=0.001))
        self.seed = NumberField(NumberRange(0, _SEEDS, whole=True))
        changing = self.rate, self.batch, self.epochs, self.decay, self.smoothing, self.averaging
        self._numbers = *changing, self.seed
        for field in changing:
            field.value_changed.connect(self.recipe_changed)
        for field in self._numbers:
            field.problem_changed.connect(lambda words, field=field: self.grid.tell(field, words))
        self.batch.value_changed.connect(self._check_batch)

    def _make_strength(self) -> None:
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self._strength_words = QLabel()
        self._strength_words.setFont(theme.mono_font())
        self._strength_words.setFixedWidth(self._strength_words.fontMetrics().horizontalAdvance("0.00×"))
        self.strength.setRange(0, _MOST_DISTORTION)
        self.strength.setSingleStep(5)
        self.strength.setPageStep(25)
        self.strength.valueChanged.connect(self._say_strength)
        self.strength.valueChanged.connect(self.recipe_changed)

    def _lay_out(self) -> None:
        grid = self.grid
        grid.add(self.tr("Data"), self.data, self.browse)
        grid.add(self.tr("Optimiser"), self.optimiser)
        grid.add(self.tr("Learning rate"), self.rate, self.schedule)
        grid.add(self.tr("Batch"), self.batch)
        grid.add(self.tr("Distortion"), self.strength, self._strength_words)
        grid.fold()
        grid.add(self.tr("Epochs"), self.epochs)
        grid.add(self.tr("Begin with"), self.start)
        grid.add(self.tr("Weight decay"), self.decay)
        grid.add(self.tr("Smoothing"), self.smoothing)
        grid.add(self.tr("Averaging"), self.averaging)
        grid.add(self.tr("Seed"), self.seed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(grid)
        layout.addStretch()

    def _explain(self) -> None:
        self.browse.setAccessibleName(self.tr("Show the samples"))
        self.browse.setToolTip(
            self.tr("Show the images that the run learns from, as they are and as distorted")
        )
        for field, tip in (
            (self.start, self.tr("The weights that the next run begins with")),
            (self.optimiser, self.tr("What turns gradients into steps")),
            (self.rate, self.tr("How far a step goes along the gradient; ↑ and ↓ change it")),
            (
                self.schedule,
                self.tr("How the learning rate goes: down half a cosine, or the same throughout"),
            ),
            (self.batch, self.tr("How many images a step learns from")),
            (
                self.strength,
                self.tr("How far images are bent, so that no image is seen twice; 0: not at all"),
            ),
            (self.epochs, self.tr("How often every image is seen")),
            (self.decay, self.tr("How much each step pulls the weights towards 0")),
            (self.smoothing, self.tr("Label smoothing: the share of the target that all classes get alike")),
            (
                self.averaging,
                self.tr("The decay of the mean of the weights, which is kept in the end; 0: no mean"),
            ),
            (self.seed, self.tr("The same seed gives the same weights, to the bit")),
        ):
            field.setToolTip(tip)

    def _show_recipe(self, recipe: Recipe) -> None:
        self._recipe = recipe
        for choice, value in ((self.optimiser, recipe.optimiser), (self.schedule, recipe.schedule)):
            choice.setCurrentIndex(choice.findData(value))
        for field, number in (
            (self.rate, recipe.learning_rate),
            (self.batch, recipe.batch),
            (self.epochs, recipe.epochs),
            (self.decay, recipe.weight_decay),
            (self.smoothing, recipe.label_smoothing),
            (self.averaging, recipe.averaging),
        ):
            field.set_value(number)
        with QSignalBlocker(self.strength):
            self.strength.setValue(_PERCENT)
        self._say_strength(_PERCENT)
        self._check_batch()

    def _say_strength(self, percent: int) -> None:
        self._strength_words.setText(f"{percent / _PERCENT:.2f}×")

    def _choose_optimiser(self) -> None:
        """A rate that was the usual one of the optimiser before becomes the usual one of this."""
        optimiser = self.optimiser.currentData()
        if self.rate.value in USUAL_RATES.values():
            self.rate.set_value(USUAL_RATES[optimiser])
        self.recipe_changed.emit()

    def _check_data(self) -> None:
        words = self.data.lacking() if self.data.sources() else self.tr("choose something to learn from")
        self.grid.tell(self.data, words)

    def _check_batch(self) -> None:
        """A batch larger than the data is allowed, but not what it seems."""
        if self.batch.problem:
            return
        words = self.tr("there are only {images} images: a step takes all of them")
        too_large = self._images and self.batch.value > self._images
        self.grid.tell(self.batch, words.format(images=f"{self._images:,}") if too_large else "")


def _choice(names: Mapping[Enum, str]) -> QComboBox:
    choice = QComboBox()
    for value, name in names.items():
        choice.addItem(name, value)
    choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return choice
