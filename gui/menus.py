"""The menu bar: what the panels offer, and what concerns the window as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from engine.thread.commands import OPENED_ENDINGS, OpenWeights, UseWeights, WeightsSource
from engine.thread.network_events import NetworkChanged
from gui import theme
from gui.architecture_actions import ArchitectureActions
from gui.dock import PanelDock
from gui.language_menu import LanguageMenu
from gui.recent_files import RecentFiles
from gui.settings import stored
from gui.shortcuts import ShortcutsDialog
from gui.version import installed_version

if TYPE_CHECKING:
    from gui.main_window import MainWindow

WEIGHT_ENDINGS = " ".join(f"*{ending}" for ending in OPENED_ENDINGS)


class Menus(QObject):
    """Builds the menus of a window and keeps their ticks true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._menus = self._new_menus()
        self._heads = {name: menu.addSeparator() for name, menu in self._menus.items()}
        self._source = WeightsSource.TRAINED
        self._seed = 0
        self.architecture = ArchitectureActions(window)
        self._fill_file()
        self._fill_view()
        self._fill_network()
        self._fill_help()
        for menu in self._menus.values():
            menu.aboutToShow.connect(window.docks.complete)
        window.link.subscribe(NetworkChanged, self._network_changed)

    def add_panels(self, docks: Sequence[PanelDock]) -> None:
        """Put what the panels offer before what the window offers itself."""
        for dock in docks:
            self._panels.addAction(dock.toggleViewAction())
            for name, actions in dock.panel.menu_actions().items():
                self._menus[name].insertSeparator(self._heads[name])
                self._menus[name].insertActions(self._heads[name], actions)

    def _new_menus(self) -> dict[str, QMenu]:
        """The menus by the names that panels know them by."""
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "network": self.tr("&Network"),
            "train": self.tr("&Train"),
            "help": self.tr("&Help"),
        }
        return {name: self._window.menuBar().addMenu(title) for name, title in titles.items()}

    def _add(
        self, menu: QMenu, words: str, run: Callable[[], object], keys: str | QKeySequence.StandardKey = ""
    ) -> QAction:
        action = QAction(words, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: run())
        menu.addAction(action)
        return action

    def _fill_file(self) -> None:
        self._add(self._menus["file"], self.tr("Open weights …"), self._ask_for_weights, "Ctrl+Shift+O")
        self._menus["file"].addMenu(RecentFiles(self._window.link, self._window))
        self._menus["file"].addAction(self._window.edited.save)
        self._menus["file"].addMenu(self._window.edited.exports)
        self._menus["file"].addSeparator()
        self._add(self._menus["file"], self.tr("Quit"), self._window.close, QKeySequence.StandardKey.Quit)

    def _fill_view(self) -> None:
        window = self._window
        for number, (name, title) in enumerate(window.workspace_titles.items(), start=1):
            self._add(
                self._menus["view"], title, lambda name=name: window.show_workspace(name), f"Ctrl+{number}"
            )
        self._add(self._menus["view"], self.tr("Reset this workspace"), window.reset_workspace)
        self._panels = self._menus["view"].addMenu(self.tr("Panels"))
        self._menus["view"].addMenu(window.pictures)
        themes = self._menus["view"].addMenu(self.tr("Theme"))
        group = QActionGroup(themes)
        for name, title in {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
        }.items():
            action = self._add(themes, title, lambda name=name: self._use_theme(name))
            action.setCheckable(True)
            action.setChecked(stored().value("theme", "system") == name)
            group.addAction(action)
        languages = LanguageMenu(window)
        languages.reopening_wanted.connect(window.reopen)
        self._menus["view"].addMenu(languages)

    def _fill_network(self) -> None:
        self.switch_weights = self._add(
            self._menus["network"], self.tr("Use random weights"), self._switch_weights, "W"
        )
        self._add(self._menus["network"], self.tr("Draw other random weights"), self._draw_again, "Shift+W")
        self._add(self._menus["network"], self.tr("Open weights …"), self._ask_for_weights)
        self._menus["network"].addAction(self._window.edited.back)
        self._menus["network"].addSeparator()
        self.architecture.fill(self._menus["network"])
        self._menus["network"].addSeparator()
        self._menus["network"].addMenu(self._window.statusBar().device_menu)

    def _fill_help(self) -> None:
        window = self._window
        self._add(self._menus["help"], self.tr("Keys"), lambda: ShortcutsDialog(window).show(), "F1")
        self._add(self._menus["help"], self.tr("About Netglass"), self._about)

    def _use_theme(self, name: str) -> None:
        stored().setValue("theme", name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, name)

    def _switch_weights(self) -> None:
        random = self._source is WeightsSource.RANDOM
        self._window.link.send(
            UseWeights(WeightsSource.TRAINED if random else WeightsSource.RANDOM, self._seed)
        )

    def _draw_again(self) -> None:
        self._seed += 1
        self._window.link.send(UseWeights(WeightsSource.RANDOM, self._seed))

    def _ask_for_weights(self) -> None:
        kinds = self.tr("Weights ({endings})").format(endings=WEIGHT_ENDINGS)
        dialog = QFileDialog(self._window, self.tr("Open weights"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._window.link.send(OpenWeights(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _network_changed(self, event: NetworkChanged) -> None:
        self._source = event.source
        random = event.source is WeightsSource.RANDOM
        self.switch_weights.setText(
            self.tr("Use trained weights") if random else self.tr("Use random weights")
        )

    def _about(self) -> None:
        words = self.tr(
            "Netglass {version}: a microscope for multilayer perceptrons. "
            "Draw a digit and watch the network read it.\n\n"
            "The trained weights were made from MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0) "
            "and Pen-Based Recognition of Handwritten Digits (Alimoglu, Alpaydin; CC BY 4.0)."
        )
        QMessageBox(
            QMessageBox.Icon.NoIcon, self.tr("About Netglass"), words.format(version=installed_version()),
            QMessageBox.StandardButton.Close, self._window,
        ).open()  # fmt: skip
