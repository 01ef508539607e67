"""The registry of wire formats: a new one is a file here and a line in FORMATS."""

from sora_desktop.api.formats.openai_videos import OpenAIVideos
from sora_desktop.api.formats.uniall import UniAll
from sora_desktop.api.wire import Format
from sora_desktop.domain.connection import WireFormat

FORMATS: dict[WireFormat, Format] = {
    WireFormat.UNIALL: UniAll(),
    WireFormat.OPENAI_VIDEOS: OpenAIVideos(),
}
