"""Below a free preview on the stage: the button that sends its very request to the picked service."""

from PySide6.QtWidgets import QPushButton

from sora_desktop.domain.pricing import Cost
from sora_desktop.ui.common.job_words import money_words
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text


class RealButton(QPushButton):
    """Hidden but for a preview. It says what a press costs, and is off with its reason where it cannot go."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("realButton")
        self.setProperty("role", "primary")
        self.setProperty("scale", "small")
        self.hide()

    def offer(self, takes: int, cost: Cost, service: str) -> None:
        """What a press makes at this service, and what all of it costs where that is known."""
        money = "" if cost.free else money_words(cost)
        words = tr(text.STAGE_FOR_REAL_MONEY, money=money) if money else tr(text.STAGE_FOR_REAL)
        if takes > 1:
            source = text.STAGE_FOR_REAL_COUNT_MONEY if money else text.STAGE_FOR_REAL_COUNT
            words = tr(source, count=takes, money=money)
        self._say(words, tr(text.STAGE_FOR_REAL_TIP, name=service), is_on=True)

    def refuse(self, reason: str) -> None:
        """It cannot be sent, and why."""
        self._say(tr(text.STAGE_FOR_REAL), reason, is_on=False)

    def show_busy(self) -> None:
        self._say(self.text(), "", is_on=False)

    def show_sent(self) -> None:
        """The very request is at a service already."""
        self._say(tr(text.STAGE_SENT_FOR_REAL), tr(text.STAGE_SENT_FOR_REAL_TIP), is_on=False)

    def _say(self, words: str, tip: str, *, is_on: bool) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip)
        set_tip(self, tip)
        self.setEnabled(is_on)
        self.show()
