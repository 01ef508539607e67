"""How the engine says no: an HTTP status, a sentence, and the error envelope that both formats share."""

from collections.abc import Mapping
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})
SHOWN_LENGTH = 80


class RequestError(Exception):
    """A request that is not served.

    `code` is the engine's stable word, `parameter` the field it is about (None where it is about none),
    `kind` the envelope's `type`, `headers` go out with the answer.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        status: int = 400,
        parameter: str | None = None,
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] = _NONE,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.status = status
        self.parameter = parameter
        self.kind = kind
        self.headers = headers

    @property
    def envelope(self) -> dict[str, object]:
        error = {"message": self.sentence, "type": self.kind, "param": self.parameter, "code": self.code}
        return {"error": error}


def shown(text: str) -> str:
    """A caller's text inside a sentence: one line, printable, cut short."""
    safe = "".join(char if char.isprintable() else "?" for char in text[:SHOWN_LENGTH])
    return f"'{safe}{'…' if len(text) > SHOWN_LENGTH else ''}'"
