"""`GET /v1/models` as OpenAI has it, with what others add to tell what a model makes.

LiteLLM: `mode` ("video_generation"), where it knows the model. SGLang: `task_type`, `supported_task_types` (T2V, I2V,
TI2V). new-api: `supported_endpoint_types` ("openai-video"), which names chat routes for many a video model, too.
Others: `type`, `output_modalities`, and the frames and lengths of OpenRouter's list.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.errors import NoModelListError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.services.catalogs.entries import told_entry
from sora_desktop.services.catalogs.known_models import careful, known, served, sounds_like_video
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, each_once
from sora_desktop.services.catalogs.rows import NAME_LIMIT, Row, id_of, name_of, rows_of, words_of
from sora_desktop.services.wire import Answer

_TASK = re.compile(r"(?:^|[^a-z0-9])([a-z]{1,6}2[a-z]{1,3})$", re.IGNORECASE)
_SPELLED_TASKS = {"text-to-video": "T2V", "image-to-video": "I2V", "text-image-to-video": "TI2V"}
_OTHER_TYPES = frozenset(
    {"chat", "llm", "text", "image", "embedding", "embeddings", "audio", "rerank", "moderation", "tts", "stt", "speech"}
)


BEHIND = "model behind"
"""Where a row has the id by which a gateway asks for the model itself: what is called `my-wan` may be a known one."""


_ENGINES = frozenset({"vllm", "sglang"})
_ENGINE_BEHIND = "hosted_vllm/"
"""Who owns what an engine lists, and how LiteLLM names one that it stands before: without a seed all takes are the same."""


class Makes(Enum):
    """Whether a model makes videos, by what its list says. HARDLY: it is called something else that many are called."""

    VIDEO = "video"
    OTHER = "other"
    HARDLY = "hardly"
    UNSAID = "unsaid"


class OpenAIModels(Catalog):
    id = Catalogue.OPENAI_MODELS
    path = "/v1/models"
    tells_models = True

    def read_models(self, answer: Answer) -> CatalogPage:
        found, _, is_cut = rows_of(answer, NoModelListError)
        return page_of(found, is_cut=is_cut)


def page_of(found: Iterable[Row], *, is_cut: bool) -> CatalogPage:
    """The rows of a list by what they make."""
    sure, doubtful, left_out, tells = list[VideoModel](), list[VideoModel](), set[str](), False
    for row in found:
        if not (model_id := id_of(row)):
            continue
        makes = made_by(row)
        tells = tells or makes is not Makes.UNSAID
        sounds = sounds_like_video(model_id) or sounds_like_video(str(row.get(BEHIND, "")))
        if makes is Makes.VIDEO or (makes is not Makes.OTHER and sounds):
            sure.append(entry_of(row, model_id))
        elif makes is Makes.UNSAID:
            doubtful.append(entry_of(row, model_id))
        else:
            left_out.add(model_id)
    models = each_once(sure)
    ids = {model.id for model in models}
    rest = tuple(model for model in each_once(doubtful) if model.id not in ids)
    return CatalogPage(models, rest, tells, len(left_out - ids), is_cut)


def made_by(row: Row) -> Makes:
    """What the list says that a model makes. The plainest word counts."""
    if mode := next(iter(words_of(row, "mode")), ""):
        return Makes.VIDEO if "video" in mode.lower() else Makes.OTHER
    if tasks := tasks_of(row):
        return Makes.VIDEO if any(task.endswith("2V") for task in tasks) else Makes.OTHER
    inner = row.get("architecture")
    for each in (row, inner if isinstance(inner, dict) else {}):
        if modes := words_of(each, "output_modalities", "outputModalities"):
            return Makes.VIDEO if any("video" in word.lower() for word in modes) else Makes.OTHER
    if routes := words_of(row, "supported_endpoint_types"):
        return Makes.VIDEO if any("video" in word.lower() for word in routes) else Makes.HARDLY
    if kind := next(iter(words_of(row, "type", "model_type", "category")), "").lower():
        return Makes.VIDEO if "video" in kind else Makes.OTHER if kind in _OTHER_TYPES else Makes.UNSAID
    return Makes.UNSAID


def tasks_of(row: Row) -> tuple[str, ...]:
    """`T2V`, `I2V`, `TI2V` and the like, in capitals."""
    told = (*words_of(row, "supported_task_types"), *words_of(row, "task_type", "task", "tasks"))
    found = (_SPELLED_TASKS.get(word.lower().replace("_", "-")) or _short_task(word) for word in told)
    return tuple(dict.fromkeys(task for task in found if task))


def _short_task(word: str) -> str:
    found = _TASK.search(word.strip()[-NAME_LIMIT:])
    return found[1].upper() if found else ""


def entry_of(row: Row, model_id: str) -> VideoModel:
    """The entry of a row: what it says itself, then what is known of the id, then what nearly every service makes."""
    usual = _known_behind(row, model_id) or known(model_id) or careful(model_id)
    entry = told_entry(row, model_id, usual)
    name = name_of(row)
    if name and name != model_id:
        entry = replace(entry, name=name)
    tasks = tasks_of(row)
    behind = str(row.get(BEHIND) or model_id)
    if tasks or row.get("owned_by") in _ENGINES or behind.startswith(_ENGINE_BEHIND):
        entry = replace(entry, parameters=served(behind, entry.parameters))
    return replace(entry, images=_slots(tasks)) if tasks else entry


def _known_behind(row: Row, model_id: str) -> VideoModel | None:
    behind = row.get(BEHIND)
    found = known(behind) if isinstance(behind, str) else None
    own = known(model_id)
    return replace(found, id=model_id, name=own.name if own else "") if found else None


def _slots(tasks: tuple[str, ...]) -> tuple[ImageSlot, ...]:
    """The pictures that go with these tasks. What has no task for words alone needs a first frame."""
    made = [task for task in tasks if task.endswith("2V")]
    with_frames = [task for task in made if task.startswith(("I2", "TI2", "IT2")) or "FL" in task]
    needs_one = bool(made) and all(task.startswith("I2") or "FL" in task for task in made)
    first = (ImageSlot(least=int(needs_one)),) if with_frames else ()
    last = (ImageSlot(ImageRole.LAST),) if any("FL" in task for task in made) else ()
    return (*first, *last)
