"""The status bar: the device with its menu, what the engine does, how long light takes, how much memory is used."""

import os
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton

from gui import theme

MEMORY_INTERVAL_MS = 2_000
_STATM = Path("/proc/self/statm")


class StatusBar(QStatusBar):
    """What stays in sight at the foot of the window."""

    device_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 12, 0, 4)
        self.device = QToolButton()
        self.device.setObjectName("device")
        self.device.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.device.setToolTip(self.tr("The device that the network runs on"))
        self.device.setEnabled(False)
        self.device.setText(self.tr("No device yet"))
        self.device_menu = QMenu(self.tr("Device"), self)
        self.device_menu.setEnabled(False)
        self.device.setMenu(self.device_menu)
        self.engine = QLabel(self.tr("engine starting"))
        self.latency = self._figure(
            self._latency_words(9999), self.tr("From the pen's last movement to the reading on the screen")
        )
        self.memory = self._figure(self._memory_words(99_999), self.tr("Memory that the program uses"))
        self.addWidget(self.device)
        self.addWidget(self.engine)
        self.addPermanentWidget(self.latency)
        self.addPermanentWidget(self.memory)
        self._timer = QTimer(self)
        self._timer.setInterval(MEMORY_INTERVAL_MS)
        self._timer.timeout.connect(self._measure_memory)
        if _STATM.exists():
            self._measure_memory()
            self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    def show_device(self, device: str) -> None:
        """Say what the network runs on."""
        self.device.setText(self.tr("Using {device} device").format(device=device))
        for action in self.device_menu.actions():
            action.setChecked(action.data() == device)

    def offer_devices(self, devices: tuple[str, ...]) -> None:
        """Fill the menu."""
        self.device_menu.clear()
        for name in devices:
            action = QAction(name, self.device_menu, checkable=True)
            action.setData(name)
            action.triggered.connect(lambda _, name=name: self.device_chosen.emit(name))
            self.device_menu.addAction(action)
        self.device_menu.setEnabled(True)
        self.device.setEnabled(True)

    def show_latency(self, seconds: float) -> None:
        """Say how long the last reading took."""
        self.latency.setText(self._latency_words(1000 * seconds))

    def _figure(self, widest: str, tip: str) -> QLabel:
        """A label of fixed size: one that can grow asks for a new layout of the window at each change."""
        label = QLabel()
        label.setFont(theme.mono_font())
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        metrics = QFontMetrics(theme.mono_font())
        label.setFixedSize(metrics.horizontalAdvance(widest) + 2 * theme.SPACE, metrics.height())
        label.setToolTip(tip)
        return label

    def _latency_words(self, milliseconds: float) -> str:
        return self.tr("pen to light {time} ms").format(time=f"{milliseconds:.1f}")

    def _memory_words(self, megabytes: float) -> str:
        return self.tr("{size} MB").format(size=round(megabytes))

    def _measure_memory(self) -> None:
        resident = int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        self.memory.setText(self._memory_words(resident / 1e6))
