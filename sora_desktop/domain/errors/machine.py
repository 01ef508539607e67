"""What this machine lacks, and what was asked for that cannot be done."""

from sora_desktop.base.sentences import N_, Message
from sora_desktop.domain.budget import Asked
from sora_desktop.domain.errors.base import AppError


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
    """`asked` is what a person is asked to agree to; a yes is sent along as just that."""

    what = N_("This is above your budget, so nothing was sent, and nothing is billed.")

    def __init__(self, detail: Message | str = "", asked: Asked | None = None) -> None:
        super().__init__(detail)
        self.asked = asked or Asked()


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
