"""What a person does with clips as files: the same from the stage and from the library."""

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import Notice
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as text


def open_folder(clip: Clip) -> None:
    """Show the clip's folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(clip.path.parent)))


def open_outside(clip: Clip) -> None:
    """Play the clip in the system's own player."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(clip.path)))


def copy_paths(clips: Sequence[Clip], commands: Commands) -> None:
    """Put the paths on the clipboard, one a line.

    As text alone: a QMimeData of Python's own would outlive Python on some platforms, and crash the exit.
    """
    QGuiApplication.clipboard().setText("\n".join(str(clip.path) for clip in clips))
    if len(clips) == 1:
        commands.tell(Notice(message(text.CLIP_PATH_COPIED, path=str(clips[0].path)), topic="copied"))


def fetch_again(clip: Clip, commands: Commands) -> None:
    """Fetch a clip that is kept unchecked once more; it stays until a whole one is here."""
    commands.run(lambda studio: studio.jobs.fetch_again(clip.job_id), "fetch again")


def delete(clips: Sequence[Clip], commands: Commands) -> None:
    """Take the clips out of the library; a person can take that back for a while, then they go to the trash."""
    ids = [clip.id for clip in clips]
    commands.run(lambda studio: studio.removals.clips(ids), "delete clip")
