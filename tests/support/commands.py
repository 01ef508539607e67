"""Commands that are written down instead of done, and answered by the test."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.commands import BudgetQuestion, Commands

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

T = TypeVar("T")


class RecordingCommands(Commands):
    """`said` holds each command as ("jobs.cancel", arguments), in order; arguments by name come last, as a dict.

    `answer` lets the last command of a name come back, `fail` lets it not work. `questions` are those of the budget.
    """

    def __init__(self) -> None:
        super().__init__(Bridge(_never))
        self.said: list[tuple[str, tuple[Any, ...]]] = []
        self.notices: list[Notice] = []
        self.questions: list[BudgetQuestion] = []
        self.thens: dict[str, Callable[[Any], object]] = {}
        self._failures: dict[str, Callable[[AppError], None]] = {}
        self.notice.connect(self.notices.append)
        self.budget_question.connect(self.questions.append)

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every command of this name."""
        return [arguments for said, arguments in self.said if said == name]

    def answer(self, name: str, value: Any = None) -> None:
        """Let the last command of this name come back with `value`."""
        self.thens[name](value)

    def fail(self, name: str, error: AppError) -> None:
        """Let the last command of this name not work."""
        self._failures[name](error)

    def run(
        self,
        work: Callable[["Studio"], Coroutine[Any, Any, T]],
        topic: str,
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[AppError], object] | None = None,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        def fail(error: AppError) -> None:
            if failed is None:
                self.notice.emit(Notice(error.sentence, Severity.ERROR, topic=topic))
            else:
                failed(error)
            if otherwise is not None:
                otherwise()

        noted: object = work(cast("Studio", _Notepad(self._note)))
        assert noted is None, "one call of the studio, and nothing else"
        name = self.said[-1][0]
        self._failures[name] = fail
        if then is not None:
            self.thens[name] = then

    def _note(self, name: str, *arguments: Any, **named: Any) -> None:
        self.said.append((name, (*arguments, named) if named else arguments))


class _Notepad:
    """Stands in for the studio: whatever is called on one of its parts is noted, and nothing is done."""

    def __init__(self, note: Callable[..., None], path: str = "") -> None:
        self._note = note
        self._path = path

    def __getattr__(self, name: str) -> Any:
        return partial(self._note, f"{self._path}.{name}") if self._path else _Notepad(self._note, name)


async def _never() -> "Studio":
    raise AssertionError("the studio is not opened here")
