"""What a look at a service found, in words."""

from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.recognition import Recognition
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.item_models import Mark
from sora_desktop.ui.language import say, tr

_SIGNS = 2


def recognition_words(found: Recognition, chosen: str) -> tuple[str, Mark]:
    """The words and their mark; `chosen` is the kind that the form has."""
    preset = preset_of(found.preset)
    if preset is None:
        return (say(found.trouble), Mark.CAREFUL) if found.trouble else (tr(text.LOOK_UNKNOWN), Mark.OPEN)
    source = text.LOOK_SURE if found.is_sure else text.LOOK_LIKELY
    words = [tr(source, kind=tr(preset.label)), *(say(reason) for reason in found.reasons[:_SIGNS])]
    if chosen != preset.id:
        words.append(tr(text.LOOK_DIFFERS))
    if found.trouble:
        words.append(say(found.trouble))
    return " ".join(words), Mark.CAREFUL if found.trouble or chosen != preset.id else Mark.GOOD
