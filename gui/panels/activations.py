"""The panel Activations: what each layer puts out for the drawing."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QVBoxLayout

from engine.thread.events import Activation, Classified, ModuleDescription, NetworkChanged
from gui.engine_link import EngineLink
from gui.panel import TOP, Panel, Place, listens
from gui.selection import Selection
from gui.widgets.network_view import NetworkView, Stage


class ActivationsPanel(Panel):
    """The network from input to logits, live; a click on a layer chooses the weight that leads into it."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Activations"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {"draw": Place(TOP, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._weights: tuple[str, ...] = ()
        self.view = NetworkView(self.tr("Draw a digit and watch the units light up."))
        self.view.stage_clicked.connect(self._choose)
        self.view.stage_hovered.connect(self._point_at_stage)
        self.view.class_hovered.connect(self._point_at_class)
        selection.changed.connect(self._show_choice)
        selection.hover_changed.connect(self._show_hover)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        linears = [n for n, module in enumerate(event.modules) if module.kind == "Linear"]
        self._weights = tuple(f"{event.modules[n].name}.weight" for n in linears)
        self.view.set_stages(tuple(_stage(event.modules, n) for n in linears[:-1]))
        self.view.show_nothing()
        self.caption_changed.emit("")
        self._show_choice()

    @listens(Classified, patient=True)
    def _on_classified(self, event: Classified) -> None:
        if event.predicted is None:
            self.view.show_nothing()
            self.caption_changed.emit("")
            return
        hidden = event.activations[:-1]
        self._weights = tuple(activation.weight for activation in event.activations)
        self.view.set_stages(tuple(_stage_of(activation) for activation in hidden))
        self.view.show_reading(event.image, [each.values for each in hidden], event.logits, event.predicted)
        self.caption_changed.emit(self.tr("read as {digit}").format(digit=event.predicted))

    def _choose(self, stage: int) -> None:
        if stage < len(self._weights):
            self.selection.choose_parameter(self._weights[stage])

    def _point_at_stage(self, stage: int) -> None:
        self.selection.hover(parameter=self._weights[stage] if 0 <= stage < len(self._weights) else "")

    def _point_at_class(self, class_: int) -> None:
        self.selection.hover(digit=class_ if class_ >= 0 else None)

    def _show_choice(self) -> None:
        self.view.choose_stage(self._stage_of_parameter(self.selection.parameter))

    def _show_hover(self) -> None:
        self.view.mark_stage(self._stage_of_parameter(self.selection.hovered_parameter))
        self.view.mark_class(self.selection.hovered_class)

    def _stage_of_parameter(self, parameter: str) -> int | None:
        """The stage whose Linear holds the parameter, be it weight or bias."""
        module = parameter.rpartition(".")[0]
        modules = [weight.rpartition(".")[0] for weight in self._weights]
        return modules.index(module) if module and module in modules else None


def _stage_of(activation: Activation) -> Stage:
    return Stage(activation.title, activation.values.size, activation.signed)


def _stage(modules: tuple[ModuleDescription, ...], place: int) -> Stage:
    """The stage that a Linear makes, with the ReLU behind it."""
    linear, following = modules[place], modules[place + 1]
    rectified = following.kind == "ReLU"
    title = f"Linear {linear.detail}" + (f" · {following.kind}" if rectified else "")
    return Stage(title, linear.output_shape[-1], not rectified)
