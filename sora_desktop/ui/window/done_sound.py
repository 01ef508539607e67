"""A quiet sound for a person who looks at something else."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Slot

from sora_desktop.ui.assets import resources_dir

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

LOUDNESS = 0.5
_REST_MILLISECONDS = 3000
"""Several jobs that end in one moment are one sound; after so long what plays it is let go."""


def load_sound_effect() -> "type[QSoundEffect]":
    """Few people want to hear it."""
    from PySide6.QtMultimedia import QSoundEffect

    return QSoundEffect


class DoneSound(QObject):
    """What plays is made for a sound, and let go after it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effect: QSoundEffect | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self.let_go)

    @property
    def is_held(self) -> bool:
        """Whether something plays, or has just played."""
        return self._effect is not None

    def play(self) -> None:
        if self._effect is None:
            self._effect = load_sound_effect()(self)
            self._effect.setSource(QUrl.fromLocalFile(str(resources_dir() / "sounds" / "done.wav")))
            self._effect.setVolume(LOUDNESS)
            self._effect.play()
            self._rest.start()

    @Slot()
    def let_go(self) -> None:
        self._rest.stop()
        if self._effect is not None:
            self._effect.stop()
            self._effect.deleteLater()
            self._effect = None
