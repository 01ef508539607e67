"""The two formats that the engine speaks."""

from enum import StrEnum


class WireFormat(StrEnum):
    UNIALL = "uniall"
    OPENAI_VIDEOS = "openai-videos"
