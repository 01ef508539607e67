"""Pieces of prompts that a person writes again and again, under a name."""

from sora_desktop.base.values import dataclass

LONGEST_TEXT = 4_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Snippet:
    id: str
    name: str
    text: str = ""
