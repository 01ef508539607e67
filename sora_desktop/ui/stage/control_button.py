"""The buttons under the picture, all in the colours of the stage."""

from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.theme import ThemeKeeper


def control_button(
    theme: ThemeKeeper, icon: str, source: str, *, key: str = "", colour: str = "stage_muted"
) -> IconButton:
    """`source` is a marked sentence; `key` does the same as the button, and is only told in its tip."""
    button = IconButton(theme, icon, tr(source), colour=colour)
    if key:
        button.says(tr(source), tip=with_key(source, key))
    return button


def with_key(source: str, key: str) -> str:
    """What a control does, a marked sentence, with the key that does the same."""
    return tr(text.STAGE_WITH_KEY, action=tr(source), key=key)
