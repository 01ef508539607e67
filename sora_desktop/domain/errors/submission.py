"""What became of a submission that did not end with a job's id. See `domain.errors` for the whole tree."""

import re

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.errors.base import AppError
from sora_desktop.domain.refusal import Refused


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
        if re.search(_KEY_BEHIND, self.said):
            return _CHECK_KEY_BEHIND
        return _REFUSAL_ADVICE.get(self._cause, self.todo)

    @property
    def said(self) -> str:
        """The service's own words; none of ours."""
        return self.code if isinstance(self.detail, Message) else f"{self.code} {self.detail}"

    @property
    def _cause(self) -> int:
        """The HTTP status that stands for what is wrong; services write some of them into `code` or into words.

        Money goes first: more than one service says "no credits" with 403 or 429.
        """
        if re.search(_NO_MONEY, self.said):
            return 402
        if re.search(_NO_KEY, self.code):
            return 401
        if re.search(_NO_MODEL, self.said):
            return 404
        status = int(self.code) if re.fullmatch("[345][0-9]{2}", self.code) else self.http_status
        if status == 403 and re.search(_NOT_ALLOWED, self.said):
            return 400
        return 300 if 300 <= status < 400 else status


# Compiled when an error is read: the first paint needs none of them.
_NO_MONEY = (
    r"(?i)(insufficient|not enough|out of|no|exceeded)[ _-](\w+[ _-]){0,3}(credit|quota|balance|fund)"
    r"|(quota|credits?|balance)[ _-](\w+[ _-]){0,2}(exceeded|exhausted|insufficient|too low|not enough)"
    r"|billing_hard_limit|payment[ _]required|余额不足|额度不足|额度失败|额度已用尽|余额.{0,6}不足|欠费"
)


_NO_KEY = r"(?i)api_?key|authentication|unauthorized"


_KEY_BEHIND = r"litellm\.AuthenticationError"
"""What a LiteLLM proxy says where the service behind it does not accept the proxy's own key."""


_NO_MODEL = r"(?i)model[ _]?not[ _]?(found|exist)|no[ _]such[ _]model|no available channel|无可用渠道|模型不存在"


_NOT_ALLOWED = r"(?i)moderation|content|policy|safety"


_CHECK_KEY_BEHIND = N_("Your key is fine: whoever runs the proxy has to correct its key for the server behind it.")
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


class ClipLostError(RefusedError):
    """Nothing was sent: the file of the clip that is to be changed is gone. A RefusedError likewise."""

    what = N_("The clip's file can't be read, so nothing was sent.")
    todo = N_("Choose another clip, or generate a new one.")

    def __init__(self, detail: Message | str = "") -> None:
        super().__init__(detail or message("It is gone."), code="clip_lost")


class NoSuchSourceError(RefusedError):
    """The service has no way to change a clip, or does not know this one (any more): its answers look alike."""

    what = N_("The service can't change this clip: it has no way to, or no longer has the clip.")
    todo = N_("Generate a new clip instead, or check at the service whether this one is still there.")

    @property
    def advice(self) -> str:
        return self.todo


class NoCharactersError(RefusedError):
    """The service has no way to make characters: nothing was made."""

    what = N_("This service makes no characters.")
    todo = N_("Use another connection that does.")

    def __init__(self, detail: Message | str = "", *, code: str = "no_characters", http_status: int = 0) -> None:
        super().__init__(detail, code=code, http_status=http_status)

    @property
    def advice(self) -> str:
        return self.todo


class NoSuchCharacterError(RefusedError):
    """The service does not know a character that the request asks for (any more)."""

    what = N_("The service doesn't know a character of this request.")
    todo = N_("Take the character out, or make it anew, then generate again.")

    @property
    def advice(self) -> str:
        return self.todo


class BlockedError(RefusedError):
    """A protection page (Cloudflare and the like) answered in place of the service."""

    what = N_("The service's firewall blocks Sora Desktop.")
    money = N_("Not billed: the request never reached the service itself.")

    @property
    def advice(self) -> str:
        return SHIELD_ADVICE


SHIELD_ADVICE = N_("Your key may be fine. Try another network, turn off your VPN, or ask the service to allow apps.")


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
