"""What a place for a picture shows of the one that it holds."""

from enum import StrEnum

from PySide6.QtGui import QPixmap

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import Fit
from sora_desktop.domain.shapes import Size


class ZoneState(StrEnum):
    EMPTY = "empty"
    BUSY = "busy"
    GOOD = "good"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """`thumbnail` is null where there is none; `target` None where it is not ours to fit. `short` is said in a tile."""

    state: ZoneState
    name: str
    detail: str
    thumbnail: QPixmap
    target: Size | None = None
    fit: Fit = Fit()
    former: str = ""
    short: str = ""
