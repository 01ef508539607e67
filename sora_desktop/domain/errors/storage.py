"""Something in the data folder could not be read or written."""

from sora_desktop.base.sentences import N_, Message
from sora_desktop.domain.errors.base import AppError


class StorageError(AppError):
    """`detail` is the system's own word, such as "database or disk is full".

    `busy`: another program has the file locked just now; trying again helps.
    """

    what = N_("The data folder can't be written to.")
    todo = N_("Free up some disk space, or check the permissions of the folder.")

    def __init__(self, detail: Message | str = "", *, busy: bool = False) -> None:
        super().__init__(detail)
        self.busy = busy

    @property
    def advice(self) -> str:
        return _CLOSE_THE_OTHER if self.busy else self.todo


_CLOSE_THE_OTHER = N_("Another program has the job list open. Close that program.")


class LedgerError(StorageError):
    what = N_("The job list can't be saved.")
    money = N_("Jobs already at a service continue.")


class UnsavedJobError(LedgerError):
    money = N_("Nothing was sent, and nothing is billed.")


class HeldError(UnsavedJobError):
    what = N_("Nothing is sent from this data folder for now.")
    todo = N_("Check the waiting jobs, then resume the queue.")


class MadeAlreadyError(UnsavedJobError):
    what = N_("The clip of this job is already in your library, so it was not sent again.")
    money = ""
    todo = ""


class UnreadableLedgerError(LedgerError):
    what = N_("The job list can't be read.")
    todo = N_("Restart Sora Desktop: it sets a damaged list aside and rebuilds the library from its files.")


class UnlistedClipError(StorageError):
    what = N_("The clip is on your disk, but can't be added to the library.")
    money = N_("The clip itself is safe.")
    todo = N_("Free up some disk space and restart Sora Desktop: the library then finds it.")


class UnsavedPictureError(StorageError):
    what = N_("The picture can't be saved in the data folder.")
    money = N_("Nothing was sent, and nothing is billed.")


class NoTrashError(StorageError):
    what = N_("The clip can't be moved to the trash.")
    todo = N_("Nothing was deleted. You can delete it in its folder instead.")
