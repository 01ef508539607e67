"""How families of models want their requests spelled behind a gateway that hands on what it knows and drops the rest.

A gateway of this kind bills for whatever it makes without a picture or length that it did not read. So each family has a
row, and what is of none is asked for nothing that may be dropped: see `Unproved`.

Of new-api after its source of 2025-11 to 2026-11 (`relay/common/relay_utils.go`, `relay/channel/task/*/adaptor.go`), in
what its versions agree on. JSON goes to all but the sora channel: of a form other fields are read, and no file is.
"""

import re
from dataclasses import replace

from sora_desktop.base.values import dataclass
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.wire_options import LinkAs, SecondsAs, SizeAs, SourceAs, Unproved, WireOptions


@dataclass(frozen=True, slots=True)
class Family:
    """`ids` matches the whole last part of an id such as `org/Name-v2`, in lower case and with `-` for `_` and `.`."""

    ids: str
    wire: WireOptions

    def has(self, model_id: str) -> bool:
        name = re.sub(r"[_.\s]", "-", model_id.rpartition("/")[2].lower())
        return re.fullmatch(self.ids, name) is not None


SORA_AT_NEW_API = WireOptions(link=LinkAs.FILE, remix=SourceAs.PATH)
"""The body goes on as it came, and behind it a text in place of a picture is refused."""

_IN_JSON = WireOptions(
    seconds=SecondsAs.NUMBER,
    seconds_field="duration",
    link=LinkAs.TEXT,
    link_field="image",
    local=LocalImage.DATA_URL,
)
_KLING = replace(_IN_JSON, last_field="metadata.image_tail", ratio_field="metadata.aspect_ratio")
_VIDU = replace(_IN_JSON, link_field="images", last_field="images", lists_links=True, size=SizeAs.SMALL_NAME)
_JIMENG = replace(_IN_JSON, local=LocalImage.REFUSE, ratio_field="metadata.aspect_ratio")
_HAILUO = replace(
    _IN_JSON,
    link_field="metadata.first_frame_image",
    last_field="metadata.last_frame_image",
    size=SizeAs.NAME,
)
_SEEDANCE = replace(_IN_JSON, size=SizeAs.SMALL_NAME, size_field="metadata.resolution", ratio_field="metadata.ratio")
_VEO = replace(
    _IN_JSON,
    seconds_field="metadata.durationSeconds",
    link=LinkAs.FILE,
    size=SizeAs.SMALL_NAME,
    size_field="metadata.resolution",
    ratio_field="metadata.aspectRatio",
    unproved=(Unproved.PICTURES,),
)
"""Older versions drop the picture, newer ones an address of it."""
_WAN_OF_WORDS = replace(_IN_JSON, size=SizeAs.STAR)
_WAN_OF_PICTURES = replace(_IN_JSON, link_field="input_reference", size=SizeAs.NAME)

FAMILIES_AT_NEW_API: tuple[Family, ...] = (
    Family(r"sora.*", SORA_AT_NEW_API),
    Family(r"kling.*", _KLING),
    Family(r"vidu.*", _VIDU),
    Family(r"jimeng.*", _JIMENG),
    Family(r"(minimax-)?hailuo.*|minimax-h3.*|[tis]2v-01.*", _HAILUO),
    Family(r"((doubao|dreamina)-)?seedance.*", _SEEDANCE),
    Family(r"veo.*", _VEO),
    Family(r"wan-?2.*-t2v.*|wanx.*-t2v.*", _WAN_OF_WORDS),
    Family(r"wan-?2.*-i2v.*|wanx.*-i2v.*", _WAN_OF_PICTURES),
)
OTHERS_AT_NEW_API = replace(_IN_JSON, unproved=(Unproved.PICTURES, Unproved.LENGTH))

MERGE = WireOptions(seconds=SecondsAs.NUMBER, link=LinkAs.TEXT, link_field="image_url", last_field="last_frame_url")
FAMILIES_AT_MERGE = (Family(r"minimax.*|hailuo.*", replace(MERGE, size=SizeAs.NAME)),)
"""Its documentation gives `768P` as the size of these, and calls sizes the models' own."""
