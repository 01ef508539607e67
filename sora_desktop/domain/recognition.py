"""What a service seems to be, by its answers to a few free questions."""

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Recognition:
    """`preset` is the id of the likeliest kind, "" where nothing speaks for one; `reasons` are the signs, the strongest first.

    `is_sure`: nothing else answers so. `trouble`: what stands in the way, such as a wrong key.
    """

    preset: str = ""
    is_sure: bool = False
    reasons: tuple[Message, ...] = ()
    trouble: Message | None = None
