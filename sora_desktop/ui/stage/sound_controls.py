"""The sound of the stage: on or off, and how loud."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider

from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.control_button import control_button, with_key
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.theme import ThemeKeeper

_GAP = 6
_SLIDER_WIDTH = 72


class SoundControls(QHBoxLayout):
    """The button that mutes a player, and the slider of its volume.

    Signals: `settled(int)` a person has chosen this volume, in percent.
    """

    settled = Signal(int)

    def __init__(self, player: Player, theme: ThemeKeeper) -> None:
        super().__init__()
        self._player = player
        self._mute = control_button(theme, "volume", text.STAGE_MUTE, key="M")
        self._mute.setCheckable(True)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setObjectName("volumeSlider")
        self._volume.setRange(0, 100)
        self._volume.setFixedWidth(_SLIDER_WIDTH)
        self._volume.setAccessibleName(tr(text.STAGE_VOLUME))
        self.setSpacing(_GAP)
        self.addWidget(self._mute)
        self.addWidget(self._volume)
        self._mute.toggled.connect(self._set_muted)
        self._volume.valueChanged.connect(self._set_volume)
        self._volume.sliderReleased.connect(self._settle)
        self._volume.actionTriggered.connect(self._settle)

    def show_volume(self, percent: int) -> None:
        self._volume.setValue(percent)

    def show_slider(self, shown: bool) -> None:
        """Whether there is room for the slider beside the button."""
        self._volume.setVisible(shown)

    def toggle(self) -> None:
        """Mute, or no longer."""
        self._mute.click()

    @Slot(bool)
    def _set_muted(self, muted: bool) -> None:
        self._player.set_muted(muted)
        self._mute.show_icon("volume-off" if muted else "volume")
        words = text.STAGE_UNMUTE if muted else text.STAGE_MUTE
        self._mute.says(tr(text.STAGE_MUTE), tip=with_key(words, "M"))  # whether it is on is said beside its name

    @Slot(int)
    def _set_volume(self, percent: int) -> None:
        self._player.set_volume(percent)
        set_tip(self._volume, tr(text.STAGE_VOLUME_VALUE, percent=percent))

    @Slot()
    def _settle(self) -> None:
        if not self._volume.isSliderDown():
            self.settled.emit(self._volume.sliderPosition())
