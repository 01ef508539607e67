"""The root of the tree: what every error says, and how its sentence is put together."""

from typing import ClassVar

from sora_desktop.base.sentences import N_, Foreign, Message, message


class AppError(Exception):
    """`detail` is a sentence of ours, or the plain text of a service or the system; `sentence` is all of it."""

    what: ClassVar[str] = N_("Something went wrong.")
    money: ClassVar[str] = ""
    todo: ClassVar[str] = ""

    def __init__(self, detail: Message | str = "") -> None:
        super().__init__(str(detail))
        self.detail: Message | Foreign = Foreign()
        self.quote(detail)

    def quote(self, detail: Message | str) -> None:
        """Take other words for its detail."""
        self.detail = detail if isinstance(detail, Message) else Foreign(detail)

    @property
    def advice(self) -> str:
        """What to do in this very case; `todo` where the class says it all."""
        return self.todo

    @property
    def sentence(self) -> Message:
        money = message(self.money) if self.money else None
        todo = message(self.advice) if self.advice else None
        if not self.what and isinstance(self.detail, Message):
            return self.detail
        return message(self.what).about(self.detail, money=money, todo=todo)

    def __str__(self) -> str:
        return str(self.sentence)
