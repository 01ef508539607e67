"""An id in an answer of success that has none where ids stand: the clip may be paid for, so it is looked for everywhere.

Only what is named as a job's id, or looks like one and stands alone, is taken: a wrong id would be asked about in vain.
"""

import re
from collections.abc import Iterator, Mapping

from sora_desktop.domain.ids import is_id
from sora_desktop.services.json.reader import Json
from sora_desktop.services.parsing.error_envelopes import TEXT_LIMIT, error_of
from sora_desktop.services.parsing.job_finder import id_of_place
from sora_desktop.services.wire import Answer

_DEPTH_LIMIT = 8
_JOBS_OWN = frozenset({"taskid", "jobid", "videoid", "generationid", "taskids", "jobids", "videoids", "generationids"})
_ANYTHINGS = frozenset({"id", "ids", "uuid", "guid"})
_SELDOM = frozenset({"uid"})
"""A user's as often as a job's: taken where nothing else can be one."""
_BOXES = frozenset(
    {"data", "output", "outputs", "task", "tasks", "job", "jobs", "video", "videos", "result", "results", "response"}
    | {"generation", "generations", "items", "payload", "body"}
)
"""Where an `id` is most likely the job's, and not that of a user or of a model."""
_WRITTEN = frozenset({"prompt", "revisedprompt", "negativeprompt", "text", "description", "input", "caption", "title"})
"""What a person wrote comes back under these names, whatever it looks like."""
_PLACES = ("operation-location", "content-location")
_NAMED = re.compile(
    r"(?:\b(?:task|job|video|generation)[ _-]?id|(?<![\w-])id|<id)\b[\\\"']{0,2}\s{0,4}[:=>]\s{0,4}[\\\"']{0,2}([A-Za-z0-9][\w.:-]{5,255})",
    re.IGNORECASE,
)
_LOOKS_LIKE_ONE = re.compile(r"(?<![\w/.-])(?:video|vid|task|job|gen|cgt)[_-](?=[\w-]*\d)[A-Za-z0-9_-]{6,255}(?![\w.])")
_CUT_WORD = re.compile(r"[\w.:-]+\Z")
"""The end of a text that broke off: half an id would be that of another job."""
_ALONE = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9][\w.-]{7,255}")


def id_by_all_means(answer: Answer) -> str:
    """The id in an answer of success that names none in a known way; "" where there is none, or more than one."""
    if error_of(answer) is not None:
        return ""
    pairs = [pair for document in answer.documents for pair in _pairs("", document, 0, in_box=True)]
    bare = [text for name, text, _ in pairs if not name] if pairs else [_text_of(answer)]
    texts = [text for name, text, _ in pairs if name not in _WRITTEN] if pairs else bare
    return (
        next((text for name, text, _ in pairs if name in _JOBS_OWN and is_id(text)), "")
        or next((text for name, text, in_box in pairs if in_box and name in _ANYTHINGS and is_id(text)), "")
        or next((found for name in _PLACES if (found := id_of_place(answer.headers.get(name, "")))), "")
        or _only([text for text in bare if _ALONE.fullmatch(text)])
        or _only([found for text in texts for found in _NAMED.findall(text)])
        or _only([found for text in texts for found in _LOOKS_LIKE_ONE.findall(text)])
        or _only([text for name, text, in_box in pairs if in_box and name in _SELDOM])
    )


def _pairs(name: str, value: Json, depth: int, *, in_box: bool) -> Iterator[tuple[str, str, bool]]:
    """Every text and whole number with the plain name that it stands under, and whether that is in a job's box."""
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, str | int) and not isinstance(value, bool):
        if isinstance(value, str) or name in _JOBS_OWN:
            yield name, str(value)[:TEXT_LIMIT].strip(), in_box
    elif isinstance(value, list):
        for each in value:
            yield from _pairs(name, each, depth + 1, in_box=in_box)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            plain = re.sub(r"[^a-z0-9]", "", key.lower())
            inner = in_box and (plain in _BOXES or not isinstance(each, Mapping | list) or plain in _ANYTHINGS)
            yield from _pairs(name if plain == "oid" else plain, each, depth + 1, in_box=inner)


def _text_of(answer: Answer) -> str:
    text = answer.body[:TEXT_LIMIT].decode("utf-8", "replace")
    return (_CUT_WORD.sub("", text) if answer.broken else text).strip()


def _only(found: list[str]) -> str:
    return found[0] if len(set(found)) == 1 and is_id(found[0]) else ""
