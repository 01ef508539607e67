"""Where a request came from: a retry, a clip or job that was edited, a frame of a clip, another program, an examination."""

from enum import StrEnum

from sora_desktop.base.values import dataclass


class Way(StrEnum):
    """RETRY: the same once more. EDITED: the form was filled from it. FRAME: its first frame is one of a clip.

    ELSEWHERE: another program sent it; what the service does not tell of it is a guess. PROOF: it is to show what a
    connection makes of a marked picture.
    """

    RETRY = "retry"
    EDITED = "edited"
    FRAME = "frame"
    ELSEWHERE = "elsewhere"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Origin:
    """`job_id`, `clip_id` name what it came from, empty where there is none. `seconds` into the clip, for a FRAME."""

    way: Way
    job_id: str = ""
    clip_id: str = ""
    seconds: float | None = None
