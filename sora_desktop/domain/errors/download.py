"""The clip is made, but was not brought here (yet)."""

from sora_desktop.base.sentences import N_, Message
from sora_desktop.domain.errors.base import AppError


class DownloadError(AppError):
    what = N_("The service says the clip is finished, but it can't be downloaded yet.")
    money = N_("You may have paid for it.")
    todo = N_("Download it again.")


class LinkExpiredError(DownloadError):
    what = N_("The link to the finished clip doesn't work.")


class NotHandedOutError(DownloadError):
    what = N_("The service doesn't hand over the finished clip.")


class DownloadBrokenError(DownloadError):
    """`retry_after` is the service's own wish in seconds, None where it said nothing."""

    what = N_("The download of the finished clip was interrupted.")

    def __init__(self, detail: Message | str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class SlowRoadError(DownloadBrokenError):
    what = N_("The finished clip is downloading too slowly, or not at all.")


class NoClipError(DownloadError):
    """`links` are the places of the clip that the answer names instead."""

    what = N_("What the service sent isn't a clip.")

    def __init__(self, detail: Message | str = "", *, links: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.links = links


class SameLengthError(DownloadError):
    what = N_("The service offers a file of the same size as the one already here.")


class NotAVideoError(DownloadError):
    what = N_("What the service sent doesn't pass the check.")


class NotCheckedError(DownloadError):
    what = N_("The finished clip is here, but can't be checked right now.")


class NotWrittenError(DownloadError):
    what = N_("The finished clip can't be saved in the data folder.")
    todo = N_("Download it again once the folder can be written to.")


class DiskFullError(DownloadError):
    what = N_("The disk is full.")
    todo = N_("Free up some space, then download it again.")
