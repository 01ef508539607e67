"""A question (not a submission) that got no good answer."""

from sora_desktop.base.sentences import N_, Message
from sora_desktop.domain.errors.base import AppError
from sora_desktop.domain.errors.submission import SHIELD_ADVICE


class ServiceError(AppError):
    """A question to a service that got no good answer. Money is not touched by questions."""


class UnreachableError(ServiceError):
    what = N_("The service doesn't answer.")
    todo = N_("Check your network and the base URL.")


class UnsafeLineError(UnreachableError):
    what = N_("The connection isn't safe, so nothing is sent.")
    todo = N_("Check the base URL, and the clock of this computer.")


class ProxyInTheWayError(UnreachableError):
    what = N_("The service can't be reached.")
    todo = N_("Correct it in your system's settings, or add the service to its exceptions.")


class WrongKeyError(ServiceError):
    what = N_("The service doesn't accept the key.")
    todo = N_("Check the key of this connection.")


class KeyWantedError(WrongKeyError):
    what = N_("The service wants a key.")
    todo = N_("Enter the key of this connection.")


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
    todo = SHIELD_ADVICE


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
