"""What a person has taken away and can still take back."""

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Removal:
    """It stands until it is taken back, or done for good. `text` says what is gone."""

    id: str
    text: Message
