"""A window without a studio behind it: what it asks is answered at once with what was laid out, or not at all."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import AppError
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.commands import Commands

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

T = TypeVar("T")

Answers = Mapping[str, Callable[..., object]]
"""By the name of what is asked, such as `library.look`; each gets what it was asked with."""


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    arguments: tuple[object, ...]


class _Listener:
    """Stands in for the studio: whatever is called on one of its parts becomes a question."""

    def __init__(self, path: str = "") -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        return _Listener(f"{self._path}.{name}" if self._path else name)

    def __call__(self, *arguments: object, **named: object) -> _Question:
        return _Question(self._path, (*arguments, *named.values()))


async def _no_studio() -> "Studio":
    raise NotImplementedError


class StillCommands(Commands):
    """Nothing is done, nothing is sent."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(Bridge(_no_studio))
        self._answers = answers

    def run(
        self,
        work: Callable[["Studio"], Coroutine[object, object, T]],
        topic: str,
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[AppError], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        del topic, failed, otherwise
        asked = cast("object", work(cast("Studio", _Listener())))
        if then is not None and isinstance(asked, _Question) and asked.name in self._answers:
            then(cast("T", self._answers[asked.name](*asked.arguments)))
