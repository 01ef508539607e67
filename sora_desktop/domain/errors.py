"""Every error that a person can see, as a tree.

    AppError
    ├── SubmitError                 what became of a submission
    │   ├── NotSentError            surely never left this machine: safe to send again
    │   ├── RefusedError            the service said no: not billed, not sent again by itself
    │   │   ├── PictureLostError    refused by this machine: the prepared picture is gone
    │   │   └── BlockedError        refused by what protects the service, which was not reached
    │   ├── PacedError              the service said "later" (429): sent again after `retry_after`
    │   └── OutcomeUnknownError     may have arrived: never sent again by itself
    │       └── CollectableError    the service asks to come back with the same key, where it honours keys
    ├── ServiceError                a question (not a submission) that got no good answer
    │   ├── UnreachableError        no connection, no such host, time-out
    │   ├── WrongKeyError           401 or 403
    │   ├── WrongFormatError        it answers, but not as this format does (HTML, another API)
    │   │   ├── NoListError         it has no list of its jobs
    │   │   ├── NoModelListError    it has no list of its models
    │   │   └── NoPriceListError    it tells no prices
    │   ├── ShieldError             what protects the service keeps this app out
    │   ├── JobGoneError            the service does not know the job (any more)
    │   └── BusyError               429 or 5xx to a question: ask again after `retry_after`
    ├── DownloadError               the clip is made, but was not brought here (yet)
    │   ├── LinkExpiredError        403, 404 or 410 for a link: ask the job for a fresh one
    │   ├── NotHandedOutError       the service answers, but with no clip: not ready, another key, another address
    │   ├── DownloadBrokenError     the line dropped, or nothing answers: go on from what is here
    │   │   └── SlowRoadError       it says nothing for minutes, or is slow while another road is there
    │   ├── NoClipError             what came instead is surely no clip: a page, JSON, a still picture, nothing
    │   ├── SameLengthError         it is as long as the file that is here: it was not fetched a second time
    │   ├── NotAVideoError          what came is not known to be a whole, playable MP4
    │   ├── NotCheckedError         it came, and no program that checks it can be started
    │   ├── NotWrittenError         its folder cannot be written, or is not there
    │   └── DiskFullError           no room for the clip (or for the ledger)
    ├── NeedsKeyError               what a connection needs is not there (any more): its key, or its format
    │   ├── ConnectionGoneError     because the connection was removed, or has another address now
    │   ├── EnvironmentGoneError    because the environment's connection is not set in this start
    │   └── UnknownFormatError      this version does not speak its format
    ├── StorageError                something in the data folder could not be read or written
    │   ├── LedgerError             the job list could not be saved
    │   │   ├── UnsavedJobError     so the job was not sent: nothing is billed
    │   │   │   ├── HeldError       nothing is sent from this folder before a person has looked
    │   │   │   └── MadeAlreadyError  its clip is in the library: it is not sent again
    │   │   └── UnreadableLedgerError  the job list cannot be read
    │   ├── UnsavedPictureError     a reference picture could not be kept: nothing was sent
    │   ├── NoTrashError            a clip could not be moved to the trash
    │   └── UnlistedClipError       a clip is on the disk, but not in the library's list
    ├── MediaError                  a picture or clip on this machine cannot be used
    ├── KeyringError                the system's key store is locked, slow or refused
    │   └── NoKeyringError          it has none that may be used
    ├── InUseError                  another window or command owns the data folder
    ├── EngineError                 the local engine did not start or keeps stopping
    └── InputError                  what was typed or asked for cannot be done
        ├── OverBudgetError         it is above the budget: a person may say yes to it all the same
        ├── PictureChangedError     the picture's file is not the one that was shown
        ├── UnreachablePictureError the picture of an address cannot be brought here
        └── DiffersError            a pasted id is that of a job which differs: a person may take it all the same

Each class says in `what` what happened, in `money` what it means for the bill, in `todo` what to do: each a marked
text of its own. `detail` is what the service or the system says of it, as it stands, or a closer sentence of ours.
"""

import re
from typing import ClassVar

from sora_desktop.base.sentences import N_, Foreign, Message, message
from sora_desktop.domain.refusal import Refused


class AppError(Exception):
    """`detail` is a sentence of ours, or the plain text of a service or the system; `sentence` is all of it."""

    what: ClassVar[str] = N_("Something went wrong.")
    money: ClassVar[str] = ""
    todo: ClassVar[str] = ""

    def __init__(self, detail: Message | str = "") -> None:
        super().__init__(str(detail))
        self.detail: Message | Foreign = Foreign()
        self.quote(detail)

    def quote(self, detail: Message | str) -> None:
        """Take other words for its detail."""
        self.detail = detail if isinstance(detail, Message) else Foreign(detail)

    @property
    def advice(self) -> str:
        """What to do in this very case; `todo` where the class says it all."""
        return self.todo

    @property
    def sentence(self) -> Message:
        money = message(self.money) if self.money else None
        todo = message(self.advice) if self.advice else None
        if not self.what and isinstance(self.detail, Message):
            return self.detail
        return message(self.what).about(self.detail, money=money, todo=todo)

    def __str__(self) -> str:
        return str(self.sentence)


class SubmitError(AppError):
    """What became of a submission that did not end with a job's id."""


class NotSentError(SubmitError):
    what = N_("The service can't be reached.")
    money = N_("Nothing was sent, and nothing is billed.")
    todo = N_("Sora Desktop keeps trying.")


def speaks_of_no_money(words: str) -> bool:
    """Whether a service's words say that the account has no credits: it then made nothing."""
    return re.search(_NO_MONEY, words) is not None


def speaks_of_no_model(words: str) -> bool:
    """Whether a service's words say that nothing behind it has this model: it then made nothing."""
    return re.search(_NO_MODEL, words) is not None


class RefusedError(SubmitError):
    """`code` is the service's own word, `http_status` 0 where there was none; `refused` the part that it is about."""

    what = N_("The service refused this request.")
    money = N_("Not billed.")
    todo = N_("Change the request, then generate again.")

    def __init__(
        self, detail: Message | str = "", *, code: str = "", http_status: int = 0, refused: Refused | None = None
    ) -> None:
        super().__init__(detail or code or f"HTTP {http_status}")
        self.code = code
        self.http_status = http_status
        self.refused = refused

    @property
    def advice(self) -> str:
        return _REFUSAL_ADVICE.get(self._cause, self.todo)

    @property
    def _said(self) -> str:
        """The service's own words; none of ours."""
        return self.code if isinstance(self.detail, Message) else f"{self.code} {self.detail}"

    @property
    def _cause(self) -> int:
        """The HTTP status that stands for what is wrong; services write some of them into `code` or into words.

        Money goes first: more than one service says "no credits" with 403 or 429.
        """
        if re.search(_NO_MONEY, self._said):
            return 402
        if re.search(_NO_KEY, self.code):
            return 401
        if re.search(_NO_MODEL, self._said):
            return 404
        status = int(self.code) if re.fullmatch("[345][0-9]{2}", self.code) else self.http_status
        if status == 403 and re.search(_NOT_ALLOWED, self._said):
            return 400
        return 300 if 300 <= status < 400 else status


# Compiled when an error is read: the first paint needs none of them.
_NO_MONEY = (
    r"(?i)(insufficient|not enough|out of|no|exceeded)[ _-](\w+[ _-]){0,3}(credit|quota|balance|fund)"
    r"|(quota|credits?|balance)[ _-](\w+[ _-]){0,2}(exceeded|exhausted|insufficient|too low|not enough)"
    r"|billing_hard_limit|payment[ _]required|余额不足|额度不足|额度失败|额度已用尽|余额.{0,6}不足|欠费"
)
_NO_KEY = r"(?i)api_?key|authentication|unauthorized"
_NO_MODEL = r"(?i)model[ _]?not[ _]?(found|exist)|no[ _]such[ _]model|no available channel|无可用渠道|模型不存在"
_NOT_ALLOWED = r"(?i)moderation|content|policy|safety"
_CHECK_KEY = N_("Check the key of this connection, then generate again.")
_CHECK_PLACE = N_("Check the base URL of this connection and whether the service has this model, then generate again.")
_REFUSAL_ADVICE = {
    300: N_("Check the base URL of this connection, then generate again."),
    401: _CHECK_KEY,
    402: N_("Top up your account at the service, then generate again."),
    403: _CHECK_KEY,
    404: _CHECK_PLACE,
    405: _CHECK_PLACE,
}


class PictureLostError(RefusedError):
    """Nothing was sent. A RefusedError, as the job ends in the same way."""

    what = N_("The prepared picture can't be read, so nothing was sent.")
    todo = N_("Add the picture again, then generate again.")

    def __init__(self, detail: Message | str = "") -> None:
        super().__init__(detail or message("It is gone."), code="picture_lost")


class BlockedError(RefusedError):
    """A protection page (Cloudflare and the like) answered in place of the service."""

    what = N_("The service's firewall blocks Sora Desktop.")
    money = N_("Not billed: the request never reached the service itself.")

    @property
    def advice(self) -> str:
        return _SHIELD


_SHIELD = N_("Your key may be fine. Try another network, turn off your VPN, or ask the service to allow apps.")


class PacedError(SubmitError):
    """`retry_after` in seconds, None where the service did not say."""

    what = N_("The service is busy.")
    money = N_("No charge is known so far.")
    todo = N_("The job is sent again as soon as the service accepts it.")

    def __init__(self, detail: Message | str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class OutcomeUnknownError(SubmitError):
    """`answer` is what came back, status and place first, cut at 64 KiB: an id that nobody recognized may be in it."""

    def __init__(self, detail: Message | str = "", *, answer: str = "") -> None:
        super().__init__(detail)
        self.answer = answer

    what = N_("The service may have received this job, but sent no clear answer.")
    money = N_("You may have been billed.")
    todo = N_("It is not sent again automatically, so check at the service first.")


class CollectableError(OutcomeUnknownError):
    """The submission is still being worked on; `retry_after` in seconds. Without honoured keys: an unknown outcome."""

    def __init__(self, detail: Message | str = "", *, retry_after: float) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ServiceError(AppError):
    """A question to a service that got no good answer. Money is not touched by questions."""


class UnreachableError(ServiceError):
    what = N_("The service doesn't answer.")
    todo = N_("Check your network and the base URL.")


class WrongKeyError(ServiceError):
    what = N_("The service doesn't accept the key.")
    todo = N_("Check the key of this connection.")


class WrongFormatError(ServiceError):
    what = N_("The service answers, but not in this format.")
    todo = N_("Check the base URL and the format of this connection.")


class NoListError(WrongFormatError):
    what = N_("The service has no list of its jobs.")
    todo = N_("Find the job on the service's website and paste its id here.")


class NoModelListError(WrongFormatError):
    what = N_("The service has no list of its models.")
    todo = N_("Enter the id of a model yourself: the service's website has it.")


class NoPriceListError(WrongFormatError):
    what = N_("The service doesn't tell its prices.")
    todo = N_("Enter them yourself: the service's website has them.")


class ShieldError(ServiceError):
    what = N_("The service's firewall blocks Sora Desktop.")
    todo = _SHIELD


class JobGoneError(ServiceError):
    what = N_("The service no longer knows this job.")
    money = N_("You may have been billed.")
    todo = N_(
        "Check your records at the service. If you used a different key or address then, restore it and check again."
    )


class BusyError(ServiceError):
    """`retry_after` in seconds, None where the service did not say."""

    what = N_("The service is busy.")
    todo = N_("Sora Desktop asks again shortly.")

    def __init__(self, detail: Message | str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


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


class MediaError(AppError):
    what = N_("This file can't be used.")


class KeyringError(AppError):
    what = N_("Your system's key store can't be used.")
    todo = N_("The key is kept only until you quit.")


class NoKeyringError(KeyringError):
    """This system has none that may be used."""


class NeedsKeyError(AppError):
    """`detail` is the name of the connection."""

    what = N_("The key of this connection is missing.")
    money = N_("Nothing is sent without it.")
    todo = N_("Enter it under Connections.")


class UnknownFormatError(NeedsKeyError):
    """`detail` is the id of the format: a connection of a newer version may name one."""

    what = N_("This version of Sora Desktop doesn't know the format of this connection.")
    money = N_("Nothing is sent.")
    todo = N_("Install a newer version.")


class ConnectionGoneError(NeedsKeyError):
    """`detail` is the address of the service."""

    what = N_("This job needs the key of a connection that no longer exists.")
    todo = N_("Add a connection with this address and its key, and the job continues.")


class EnvironmentGoneError(NeedsKeyError):
    """`detail` is the address of the service."""

    what = N_("This job needs the key of the connection “Environment” for this address.")
    todo = N_("Start Sora Desktop with SORA_BASE_URL and SORA_API_KEY set as before, and the job continues.")


class InUseError(AppError):
    what = N_("Sora Desktop already has this data folder open.")
    todo = N_("Use the open window, or close it first. A running command has to finish first.")


class EngineError(AppError):
    what = N_("The local engine doesn't start.")
    money = N_("Nothing is billed: the engine is free.")
    todo = N_("Check the log, or restart Sora Desktop.")


class InputError(AppError):
    what = ""


class OverBudgetError(InputError):
    what = N_("This is above your budget, so nothing was sent, and nothing is billed.")


class PictureChangedError(InputError):
    """The file holds another picture than the one that a person was shown, or is gone. Nothing was sent."""

    what = N_("The picture's file has changed since you saw it, so nothing was sent.")
    todo = N_("Take a look at it, then generate again.")


class UnreachablePictureError(InputError):
    """The picture of a web address cannot be brought here, for a service that takes files only. Nothing was sent."""

    what = N_("The picture can't be fetched from its address, so nothing was sent.")
    todo = N_("Save the picture and drop the file.")


class DiffersError(InputError):
    """`detail` is what the service tells of the job: model, time, prompt."""

    what = N_("The job with that id differs from this one.")
    todo = N_("Use it only if you are sure it is the same job.")
