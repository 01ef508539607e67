"""The registry of wire formats: a new one is a file here and a line in FORMATS."""

from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.services.formats.evolink import EvoLink
from sora_desktop.services.formats.openai_videos import OpenAIVideos
from sora_desktop.services.formats.openrouter import OpenRouter
from sora_desktop.services.formats.uniall import UniAll
from sora_desktop.services.wire import Format

_ALL: tuple[Format, ...] = (
    UniAll(),
    OpenAIVideos(),
    OpenRouter(),
    EvoLink(),
)
FORMATS: dict[str, Format] = {wire.facts.id: wire for wire in _ALL}


def facts_of(format_id: str) -> FormatFacts | None:
    """What is special about a format; None for one that this version does not speak."""
    wire = FORMATS.get(format_id)
    return wire.facts if wire else None
