"""The buttons in the middle under the picture: play and pause, a frame back or on, the start and the end."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from sora_desktop.ui.common.labels import set_role
from sora_desktop.ui.language import native_keys, tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.control_button import control_button, with_key
from sora_desktop.ui.theme import ThemeKeeper

_GAP = 6


class PlayButtons(QHBoxLayout):
    """A row of five; it says what a person wants and shows what the player does.

    Signals: `toggled()` play, or pause; `stepped(int)` so many frames on (or back); `start_wanted()`, `end_wanted()`.
    """

    toggled = Signal()
    stepped = Signal(int)
    start_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        start = control_button(theme, "to-start", text.STAGE_TO_START, key=native_keys("Home"))
        back = control_button(theme, "step-back", text.STAGE_FRAME_BACK, key=",")
        self._play = control_button(theme, "play", text.STAGE_PLAY, key=tr(text.KEY_SPACE), colour="stage")
        self._play.setObjectName("playButton")
        set_role(self._play, "play")
        on = control_button(theme, "step-forward", text.STAGE_FRAME_ON, key=".")
        end = control_button(theme, "to-end", text.STAGE_TO_END, key=native_keys("End"))
        start.clicked.connect(self.start_wanted)
        back.clicked.connect(self._step_back)
        self._play.clicked.connect(self.toggled)
        on.clicked.connect(self._step_on)
        end.clicked.connect(self.end_wanted)
        self._buttons = (start, back, self._play, on, end)
        self.setSpacing(_GAP)
        for button in self._buttons:
            self.addWidget(button)

    def enable(self, on: bool) -> None:
        """Whether there is a clip that they could do something to."""
        for button in self._buttons:
            button.setEnabled(on)

    @Slot(bool)
    def show_playing(self, playing: bool) -> None:
        """Offer to pause a clip that runs, and to play one that stands."""
        self._play.show_icon("pause" if playing else "play")
        words = text.STAGE_PAUSE if playing else text.STAGE_PLAY
        self._play.says(tr(words), tip=with_key(words, tr(text.KEY_SPACE)))

    @Slot()
    def _step_back(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _step_on(self) -> None:
        self.stepped.emit(1)
