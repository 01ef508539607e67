"""The question before something that is above the budget goes out."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sora_desktop.domain.errors import OverBudgetError
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.language import say, tr


def ask_over_budget(error: OverBudgetError, window: QWidget, yes: Callable[[], object]) -> None:
    """Say how far it is above, and do it once a person agrees. Nothing waits meanwhile."""
    hint = say(error.detail)
    sheet = ConfirmSheet(tr(text.BUDGET_TITLE), hint, tr(text.BUDGET_YES), tr(text.BUDGET_NO), window, careful=True)
    sheet.accepted.connect(yes)
    sheet.open()
