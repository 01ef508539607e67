"""OpenRouter's video API, and services that copy it: `POST /api/v1/videos`, JSON only.

After its documentation (openrouter.ai/docs: "Video Generation", "Submit a video generation request", "Poll video
generation status", as of November 2026). 202 with `id` and a `polling_url`, which may be relative and leads to
`/api/v1/videos/ID`; the words are pending, in_progress, completed, failed, cancelled, expired; the clip is at `urls`
(signed), at `unsigned_urls` (with the key) and at `/content?index=0`; `usage.cost` is in US dollars. `generation_id`
is the id of a bill, not of the job. There is neither a cancel nor a list.

Assumed: `size` is what models take whose frames the list of models names; of others the list names resolutions and
ratios only, and they are asked by these. Pictures may be data URLs as elsewhere at this service.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sora_desktop.base.sentences import N_
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.format_facts import BodyWays, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.request_body import length_field, links, model_field, slot_of, with_parameters
from sora_desktop.services.resolutions import resolution_of
from sora_desktop.services.videos_api import ROUTES, VideosApi, create_headers, job_path
from sora_desktop.services.wire import Answer, Call, PreparedImage, RemoteStatus, Submitted

_FRAME_TYPES = {ImageRole.FIRST: "first_frame", ImageRole.LAST: "last_frame"}
_FRAMES, _REFERENCES = "frame_images", "input_references"


class OpenRouter(VideosApi):
    facts = FormatFacts(
        id="openrouter",
        label=N_("OpenRouter"),
        help=N_("OpenRouter: POST /api/v1/videos"),
        root="/api/v1",
        routes=(*ROUTES, "credits", "key"),
        pictures=PictureWays((LocalImage.DATA_URL, LocalImage.REFUSE)),
        body=BodyWays(
            forms=False,
            fields=("model", "prompt", "duration", "size", "resolution", "aspect_ratio"),
            image_field=_FRAMES,
            last_field=_FRAMES,
            reference_field=_REFERENCES,
            frames_alone=True,
        ),
    )
    jobs = "/api/v1/videos"
    submit_paths = ("/api/v1/videos",)
    can_list = False

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`duration` is a whole number; the frame is told as `size`, or by its name and ratio where it is assumed."""
        body: dict[str, Any] = {**model_field(request, options), "prompt": request.prompt}
        if request.sends_seconds:
            body.update(length_field(request, options, "duration", int))
        if request.sends_size:
            body.update(_frame(request))
        body.update(_pictures(request, images))
        headers = create_headers(idempotency_key)
        return Call("POST", self.jobs, json=with_parameters(request, body), headers=headers)

    def content(self, remote_id: str) -> Call:
        return Call("GET", job_path(self.jobs, remote_id, "content"), query=(("index", "0"),))

    def read_submitted(self, answer: Answer, *, base_url: str) -> Submitted:
        return super().read_submitted(_without_the_bills_id(answer), base_url=base_url)

    def read_status(self, answer: Answer, *, base_url: str) -> RemoteStatus:
        return super().read_status(_without_the_bills_id(answer), base_url=base_url)


def _frame(request: Request) -> dict[str, str]:
    name = resolution_of(request.size) if "sizes" in request.model.assumed else ""
    if not name:
        return {"size": str(request.size)}
    return {"resolution": name, "aspect_ratio": request.size.aspect_ratio}


def _pictures(request: Request, images: Sequence[PreparedImage]) -> Iterator[tuple[str, object]]:
    """Field and value of the pictures: those of a role that the entry puts elsewhere stand there."""
    named = [image for image in images if slot_of(request, image).field]
    own = [image for image in images if image not in named and image.url is not None]
    frames = [_part(image) | {"frame_type": kind} for image in own if (kind := _FRAME_TYPES.get(image.role))]
    references = [_part(image) for image in own if image.role not in _FRAME_TYPES]
    yield from links(request, named, "", str)
    yield from ((field, parts) for field, parts in ((_FRAMES, frames), (_REFERENCES, references)) if parts)


def _part(image: PreparedImage) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": image.url}}


def _without_the_bills_id(answer: Answer) -> Answer:
    """An answer without `generation_id` beside the id of the job: elsewhere that is the name of a job's own id."""
    told = tuple(
        {key: value for key, value in document.items() if key != "generation_id" or not document.get("id")}
        if isinstance(document, dict)
        else document
        for document in answer.documents
    )
    return replace(answer, parsed=told)
