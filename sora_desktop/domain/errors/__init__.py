"""Every error that a person can see, as a tree.

    AppError
    ├── SubmitError                 what became of a submission
    │   ├── NotSentError            surely never left this machine: safe to send again
    │   ├── RefusedError            the service said no: not billed, not sent again by itself
    │   │   ├── PictureLostError    refused by this machine: the prepared picture is gone
    │   │   ├── ClipLostError       likewise: the file of the clip that is to be changed is gone
    │   │   ├── NoSuchSourceError   the service can't change clips, or does not have this one
    │   │   ├── NoCharactersError   the service has no way to make characters
    │   │   ├── NoSuchCharacterError  it does not know a character that the request asks for
    │   │   └── BlockedError        refused by what protects the service, which was not reached
    │   ├── PacedError              the service said "later" (429): sent again after `retry_after`
    │   └── OutcomeUnknownError     may have arrived: never sent again by itself
    │       └── CollectableError    the service asks to come back with the same key, where it honours keys
    ├── ServiceError                a question (not a submission) that got no good answer
    │   ├── UnreachableError        no connection, no such host, time-out
    │   │   ├── UnsafeLineError     its certificate is not to be trusted
    │   │   └── ProxyInTheWayError  the proxy of this machine's settings lets nothing through
    │   ├── WrongKeyError           401 or 403
    │   │   └── KeyWantedError      it was asked without a key
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

from sora_desktop.domain.errors.base import AppError
from sora_desktop.domain.errors.download import (
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    LinkExpiredError,
    NoClipError,
    NotAVideoError,
    NotCheckedError,
    NotHandedOutError,
    NotWrittenError,
    SameLengthError,
    SlowRoadError,
)
from sora_desktop.domain.errors.machine import (
    ConnectionGoneError,
    DiffersError,
    EngineError,
    EnvironmentGoneError,
    InputError,
    InUseError,
    KeyringError,
    MediaError,
    NeedsKeyError,
    NoKeyringError,
    OverBudgetError,
    PictureChangedError,
    UnknownFormatError,
    UnreachablePictureError,
)
from sora_desktop.domain.errors.service import (
    BusyError,
    JobGoneError,
    KeyWantedError,
    NoListError,
    NoModelListError,
    NoPriceListError,
    ProxyInTheWayError,
    ServiceError,
    ShieldError,
    UnreachableError,
    UnsafeLineError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.errors.storage import (
    HeldError,
    LedgerError,
    MadeAlreadyError,
    NoTrashError,
    StorageError,
    UnlistedClipError,
    UnreadableLedgerError,
    UnsavedJobError,
    UnsavedPictureError,
)
from sora_desktop.domain.errors.submission import (
    BlockedError,
    ClipLostError,
    CollectableError,
    NoCharactersError,
    NoSuchCharacterError,
    NoSuchSourceError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    PictureLostError,
    RefusedError,
    SubmitError,
    speaks_of_no_model,
    speaks_of_no_money,
)

__all__ = [
    "AppError",
    "BlockedError",
    "BusyError",
    "ClipLostError",
    "CollectableError",
    "ConnectionGoneError",
    "DiffersError",
    "DiskFullError",
    "DownloadBrokenError",
    "DownloadError",
    "EngineError",
    "EnvironmentGoneError",
    "HeldError",
    "InUseError",
    "InputError",
    "JobGoneError",
    "KeyWantedError",
    "KeyringError",
    "LedgerError",
    "LinkExpiredError",
    "MadeAlreadyError",
    "MediaError",
    "NeedsKeyError",
    "NoCharactersError",
    "NoClipError",
    "NoKeyringError",
    "NoListError",
    "NoModelListError",
    "NoPriceListError",
    "NoSuchCharacterError",
    "NoSuchSourceError",
    "NoTrashError",
    "NotAVideoError",
    "NotCheckedError",
    "NotHandedOutError",
    "NotSentError",
    "NotWrittenError",
    "OutcomeUnknownError",
    "OverBudgetError",
    "PacedError",
    "PictureChangedError",
    "PictureLostError",
    "ProxyInTheWayError",
    "RefusedError",
    "SameLengthError",
    "ServiceError",
    "ShieldError",
    "SlowRoadError",
    "StorageError",
    "SubmitError",
    "UnknownFormatError",
    "UnlistedClipError",
    "UnreachableError",
    "UnreachablePictureError",
    "UnreadableLedgerError",
    "UnsafeLineError",
    "UnsavedJobError",
    "UnsavedPictureError",
    "WrongFormatError",
    "WrongKeyError",
    "speaks_of_no_model",
    "speaks_of_no_money",
]
