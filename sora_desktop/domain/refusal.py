"""Which part of a request a service refuses, as far as its answer tells."""

from enum import StrEnum


class Refused(StrEnum):
    """What an answer names, and what a job keeps of it.

    WORDS    the prompt
    PICTURE  a picture that goes along
    REQUEST  what was sent: the words, or a picture
    CLIP     what came of it: the finished video
    UNSAID   moderation, and nothing about which of these
    """

    WORDS = "words"
    PICTURE = "picture"
    REQUEST = "request"
    CLIP = "clip"
    UNSAID = "unsaid"


def refused_part(told: Refused | None, *, has_pictures: bool, was_taken: bool) -> Refused | None:
    """What a service can mean by its word: before it took a job there is no clip, and without a picture only words."""
    if told in (Refused.UNSAID, Refused.CLIP) and not was_taken:
        told = Refused.REQUEST
    if told is Refused.PICTURE and not has_pictures:
        told = Refused.UNSAID if was_taken else Refused.REQUEST
    return Refused.WORDS if told is Refused.REQUEST and not has_pictures else told
