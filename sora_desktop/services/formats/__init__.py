"""The registry of wire formats: a new one is a file here and a line in FORMATS."""

from sora_desktop.domain.connection import WireFormat
from sora_desktop.services.formats.openai_videos import OpenAIVideos
from sora_desktop.services.formats.uniall import UniAll
from sora_desktop.services.wire import Format

FORMATS: dict[WireFormat, Format] = {
    WireFormat.UNIALL: UniAll(),
    WireFormat.OPENAI_VIDEOS: OpenAIVideos(),
}
