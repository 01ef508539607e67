"""The question before something that is above the budget goes out."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.errors import OverBudgetError
from sora_desktop.ui.commands import BudgetQuestion, Commands
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.language import say, tr

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio


def usual_question(
    error: OverBudgetError,
    asker: QWidget,
    again: Callable[[Asked], object],
    work: Callable[["Studio", Asked], Coroutine[object, object, object]],
    topic: str,
) -> BudgetQuestion:
    """In the words that fit whatever would make clips."""
    return BudgetQuestion(error, asker, again, work, topic, text.BUDGET_TITLE, text.BUDGET_YES, text.BUDGET_NO)


def ask_over_budget(question: BudgetQuestion, window: QWidget, commands: Commands) -> None:
    """Say how far it is above, and do it once a person agrees. Nothing waits meanwhile.

    It is asked over the sheet of this window that wants to know; on the window itself where whoever asked has gone with
    another window, and then sent from here.
    """
    asker = question.asker.window() if isValid(question.asker) else None
    is_here = asker is not None and window in (asker, asker.parentWidget())
    sheet = ConfirmSheet(
        tr(question.title),
        say(question.error.detail),
        tr(question.yes),
        tr(question.no),
        asker if asker is not None and is_here and asker.isVisible() else window,
        careful=True,
    )
    again = question.again if is_here else lambda agreed: _send(question, agreed, commands)
    sheet.accepted.connect(lambda: again(question.error.asked))
    sheet.open()


def _send(question: BudgetQuestion, agreed: Asked, commands: Commands) -> None:
    failed = commands.failing(question.topic, lambda error: replace(question, error=error))
    commands.run(lambda studio: question.work(studio, agreed), question.topic, failed=failed)
