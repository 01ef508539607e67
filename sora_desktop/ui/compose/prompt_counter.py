"""The counter above the prompt: there only near the limit."""

from sora_desktop.domain.request import PROMPT_LIMIT
from sora_desktop.ui.common.captions import Caption
from sora_desktop.ui.common.labels import set_look, set_role
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.prompt_edit import PromptEdit
from sora_desktop.ui.language import tr

_NEAR_THE_LIMIT = 0.9


def show_counter(caption: Caption, prompt: PromptEdit) -> None:
    """Count the characters in the caption, where they come near the limit or go beyond it."""
    count = len(prompt.toPlainText())
    is_near = count >= _NEAR_THE_LIMIT * PROMPT_LIMIT
    words, spoken = (text.COMPOSE_COUNTER, text.COMPOSE_COUNTER_NAME) if is_near else ("", "")
    caption.aside.setText(tr(words, count=count, limit=PROMPT_LIMIT))
    caption.aside.setAccessibleName(tr(spoken, count=count, limit=PROMPT_LIMIT))
    too_long = count > PROMPT_LIMIT
    set_role(caption.aside, "problem" if too_long else "hint")
    set_look(prompt, "wrong", "true" if too_long else "false")
