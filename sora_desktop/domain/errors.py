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
    │   │   └── NoListError         it has no list of its jobs
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
    ├── KeyringError                the system's key store is locked, absent, slow or refused
    ├── InUseError                  another window or command owns the data folder
    ├── EngineError                 the local engine did not start or keeps stopping
    └── InputError                  what was typed or asked for cannot be done
        ├── PictureChangedError     the picture's file is not the one that was shown
        └── DiffersError            a pasted id is that of a job which differs: a person may take it all the same

Each class says in `what` what happened, in `money` what it means for the bill, in `todo` what to do;
`{detail}` is the service's or the system's own plain text, where there is one.
"""

import re
from typing import ClassVar

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, message


class AppError(Exception):
    """`detail` is plain text of the service or the system; `sentence` is all of it for a person."""

    what: ClassVar[str] = "Something went wrong."
    money: ClassVar[str] = ""
    todo: ClassVar[str] = ""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def advice(self) -> str:
        """What to do in this very case; `todo` where the class says it all."""
        return self.todo

    @property
    def sentence(self) -> Message:
        parts = [with_detail(self.what) if self.detail else self.what, self.money, self.advice]
        return message(" ".join(part for part in parts if part), detail=tidy(self.detail))

    def __str__(self) -> str:
        return str(self.sentence)


def with_detail(what: str) -> str:
    """A sentence of ours that goes on with a stranger's words, which may begin and end anyhow: a colon sets them off."""
    return f"{what.removesuffix('.')}{'' if not what or what.endswith(':') else ':'} {{detail}}".lstrip()


def tidy(text: str, limit: int = 400) -> str:
    """A stranger's text as one safe line: no control or bidi characters, cut at `limit`, ended as a sentence."""
    line = one_line(text, limit)
    return line if not line or line[-1] in ".!?…。！？" else line + "."


class SubmitError(AppError):
    """What became of a submission that did not end with a job's id."""


class NotSentError(SubmitError):
    what = "The service could not be reached."
    money = "Nothing was sent, nothing is billed."
    todo = "It is tried again by itself."


def speaks_of_no_money(words: str) -> bool:
    """Whether a service's words say that the account has no credits: it then made nothing."""
    return _NO_MONEY.search(words) is not None


def speaks_of_no_model(words: str) -> bool:
    """Whether a service's words say that nothing behind it has this model: it then made nothing."""
    return _NO_MODEL.search(words) is not None


class RefusedError(SubmitError):
    """`code` is the service's own word, `http_status` 0 where there was none."""

    what = "The service refused it:"
    money = "Not billed."
    todo = "Change the request and generate again."

    def __init__(self, detail: str = "", *, code: str = "", http_status: int = 0) -> None:
        super().__init__(detail or code or f"HTTP {http_status}")
        self.code = code
        self.http_status = http_status

    @property
    def advice(self) -> str:
        return _REFUSAL_ADVICE.get(self._cause, self.todo)

    @property
    def _cause(self) -> int:
        """The HTTP status that stands for what is wrong; services write some of them into `code` or into words.

        Money goes first: more than one service says "no credits" with 403 or 429.
        """
        if _NO_MONEY.search(f"{self.code} {self.detail}"):
            return 402
        if _NO_KEY.search(self.code):
            return 401
        if _NO_MODEL.search(f"{self.code} {self.detail}"):
            return 404
        status = int(self.code) if re.fullmatch("[345][0-9]{2}", self.code) else self.http_status
        if status == 403 and _NOT_ALLOWED.search(f"{self.code} {self.detail}"):
            return 400
        return 300 if 300 <= status < 400 else status


_NO_MONEY = re.compile(
    r"(insufficient|not enough|out of|no|exceeded)[ _-](\w+[ _-]){0,3}(credit|quota|balance|fund)"
    r"|(quota|credits?|balance)[ _-](\w+[ _-]){0,2}(exceeded|exhausted|insufficient|too low|not enough)"
    r"|billing_hard_limit|payment[ _]required|余额不足|额度不足|额度失败|额度已用尽|余额.{0,6}不足|欠费",
    re.IGNORECASE,
)
_NO_KEY = re.compile(r"api_?key|authentication|unauthorized", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"model[ _]?not[ _]?(found|exist)|no[ _]such[ _]model|no available channel|无可用渠道|模型不存在", re.IGNORECASE
)
_NOT_ALLOWED = re.compile(r"moderation|content|policy|safety", re.IGNORECASE)
_CHECK_KEY = "Check the key of this connection, then generate again."
_CHECK_PLACE = "Check the base URL of this connection and whether the service has this model, then generate again."
_REFUSAL_ADVICE = {
    300: "Check the base URL of this connection, then generate again.",
    401: _CHECK_KEY,
    402: "Top up your account at the service, then generate again.",
    403: _CHECK_KEY,
    404: _CHECK_PLACE,
    405: _CHECK_PLACE,
}


class PictureLostError(RefusedError):
    """Nothing was sent. A RefusedError, as the job ends in the same way."""

    what = "The prepared picture could not be read, so nothing was sent:"
    todo = "Drop the picture again and generate again."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or "it is gone", code="picture_lost")


class BlockedError(RefusedError):
    """A protection page (Cloudflare and the like) answered in place of the service."""

    what = "The service's protection blocks this app:"
    money = "Not billed: the service itself was not reached."

    @property
    def advice(self) -> str:
        return _SHIELD


_SHIELD = "Your key may be fine. Try another network or without a VPN, or ask the service to let apps in."


class PacedError(SubmitError):
    """`retry_after` in seconds, None where the service did not say."""

    what = "The service is busy."
    money = "Nothing is known to be billed."
    todo = "It goes out again as soon as the service takes it."

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class OutcomeUnknownError(SubmitError):
    """`answer` is what came back, status and place first, cut at 64 KiB: an id that nobody recognized may be in it."""

    def __init__(self, detail: str = "", *, answer: str = "") -> None:
        super().__init__(detail)
        self.answer = answer

    what = "It may have arrived, but no clear answer came back."
    money = "It may have been billed."
    todo = "It is not sent again by itself: look at the service first."


class CollectableError(OutcomeUnknownError):
    """The submission is still being worked on; `retry_after` in seconds. Without honoured keys: an unknown outcome."""

    def __init__(self, detail: str = "", *, retry_after: float) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ServiceError(AppError):
    """A question to a service that got no good answer. Money is not touched by questions."""


class UnreachableError(ServiceError):
    what = "The service does not answer."
    todo = "Check the network and the base URL."


class WrongKeyError(ServiceError):
    what = "The service does not accept the key."
    todo = "Check the key of this connection."


class WrongFormatError(ServiceError):
    what = "The service answers, but not in this format."
    todo = "Check the base URL and the format of this connection."


class NoListError(WrongFormatError):
    what = "The service has no list of its jobs."
    todo = "Look at the service's own page, and paste the id of the job from there."


class ShieldError(ServiceError):
    what = "The service's protection keeps this app out."
    todo = _SHIELD


class JobGoneError(ServiceError):
    what = "The service does not know this job any more."
    money = "It may have been billed."
    todo = "Look at the service's own records; if the key or the address was another one, set it right and check again."


class BusyError(ServiceError):
    """`retry_after` in seconds, None where the service did not say."""

    what = "The service is busy."
    todo = "It is asked again by itself."

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class DownloadError(AppError):
    what = "The service says that the clip is finished, but it could not be fetched."
    money = "It may be paid for."
    todo = "Fetch it again."


class LinkExpiredError(DownloadError):
    what = "The link to the finished clip does not work."


class NotHandedOutError(DownloadError):
    what = "The service does not hand out the finished clip."


class DownloadBrokenError(DownloadError):
    """`retry_after` is the service's own wish in seconds, None where it said nothing."""

    what = "The download of the finished clip broke off."

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class SlowRoadError(DownloadBrokenError):
    what = "The finished clip comes too slowly, or not at all."


class NoClipError(DownloadError):
    """`links` are the places of the clip that the answer names instead."""

    what = "What the service sent is no clip."

    def __init__(self, detail: str = "", *, links: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.links = links


class SameLengthError(DownloadError):
    what = "What the service sends is as long as the file that is here already."


class NotAVideoError(DownloadError):
    what = "What the service sent does not pass the check."


class NotCheckedError(DownloadError):
    what = "The finished clip is here, but cannot be checked now."


class NotWrittenError(DownloadError):
    what = "The finished clip cannot be written into the data folder."
    todo = "Fetch it again when the folder can be written."


class DiskFullError(DownloadError):
    what = "There is no room on the disk."
    todo = "Make room, then fetch it again."


class StorageError(AppError):
    """`detail` is the system's own word, such as "database or disk is full".

    `busy`: another program has the file locked just now; trying again helps.
    """

    what = "The data folder cannot be written."
    todo = "Make room on the disk, or check that the folder may be written."

    def __init__(self, detail: str = "", *, busy: bool = False) -> None:
        super().__init__(detail)
        self.busy = busy

    @property
    def advice(self) -> str:
        return _CLOSE_THE_OTHER if self.busy else self.todo


_CLOSE_THE_OTHER = "Another program has the job list open: close that program."


class LedgerError(StorageError):
    what = "The job list could not be saved."
    money = "What is at a service goes on."


class UnsavedJobError(LedgerError):
    money = "Nothing was sent, nothing is billed."


class HeldError(UnsavedJobError):
    what = "Nothing is sent from this data folder for now."
    todo = "Look first at what waits, then resume the queue."


class MadeAlreadyError(UnsavedJobError):
    what = "The clip of this job is in the library already, so it was not sent again."
    money = ""
    todo = ""


class UnreadableLedgerError(LedgerError):
    what = "The job list cannot be read."
    todo = "Start the app again: a damaged list is kept aside, and the library is rebuilt from its files."


class UnlistedClipError(StorageError):
    what = "The clip is on the disk, but could not be entered in the library."
    money = "The clip itself is safe."
    todo = "Make room on the disk and start the app again: the library finds it by itself."


class UnsavedPictureError(StorageError):
    what = "The picture could not be written into the data folder."
    money = "Nothing was sent, nothing is billed."


class NoTrashError(StorageError):
    what = "It could not be moved to the trash."
    todo = "Nothing was deleted. Open the folder to delete it there."


class MediaError(AppError):
    what = "This file cannot be used."


class KeyringError(AppError):
    what = "The key store of this system cannot be used."
    todo = "The key is kept for this session only."


class NeedsKeyError(AppError):
    """`detail` is the name of the connection."""

    what = "The key of this connection is not there:"
    money = "Nothing is sent without it."
    todo = "Enter it under Connections."


class UnknownFormatError(NeedsKeyError):
    """`detail` is the id of the format: a connection of a newer version may name one."""

    what = "This version of the app does not speak the format of this connection:"
    money = "Nothing is sent."
    todo = "Use a newer version."


class ConnectionGoneError(NeedsKeyError):
    """`detail` is the address of the service."""

    what = "It needs the key of a connection that is not there any more:"
    todo = "Add a connection with this address and its key again: it then goes on by itself."


class EnvironmentGoneError(NeedsKeyError):
    """`detail` is the address of the service."""

    what = "It needs the key of the connection “Environment” to this address:"
    todo = "Start the app with SORA_BASE_URL and SORA_API_KEY as before: it then goes on by itself."


class InUseError(AppError):
    what = "Sora Desktop already has this data folder open."
    todo = "Use the open window or close it first; a command has to end first."


class EngineError(AppError):
    what = "The local engine does not start."
    money = "Nothing is billed: the engine is free."
    todo = "See the log, or start the app again."


class InputError(AppError):
    what = ""


class PictureChangedError(InputError):
    """The file holds another picture than the one that a person was shown, or is gone. Nothing was sent."""

    what = "The picture's file has changed since it was shown, so nothing was sent."
    todo = "Look at it as it is now, then generate again."


class DiffersError(InputError):
    """`detail` is what the service tells of the job: model, time, prompt."""

    what = "The job of that id differs from this one. The service says:"
    todo = "Use it only if you are sure that it is the same."
