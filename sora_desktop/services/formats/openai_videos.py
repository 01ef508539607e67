"""The OpenAI-native videos format: JSON, or multipart where a file goes along.

Servers differ: vLLM-Omni takes multipart only, old SGLang builds refuse multipart without a file, LiteLLM takes a
picture only as a file. Where the options of a connection say nothing, the documented way is kept: JSON unless there is a
file. A refusal costs nothing.

A clip is changed at `/videos/edits` or, as older servers have it, `/videos/{id}/remix`, and goes on at
`/videos/extensions`; what comes back is a job like any other. A character is made at `/videos/characters`, at once, and
is named by its id in the requests that show it.
"""

from collections.abc import Sequence

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import BodyWays, Capabilities, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, SourceAs, WireOptions
from sora_desktop.services.request_body import (
    FILM_FIELD,
    as_form,
    as_object,
    file_parts,
    film_part,
    length_field,
    links,
    model_field,
    size_fields,
    spelled_link,
    wants_form,
    with_parameters,
)
from sora_desktop.services.videos_api import ROOT, ROUTES, VideosApi, create_headers, job_path
from sora_desktop.services.wire import Call, PreparedImage

_JOBS = "/v1/videos"
_CHARACTERS = "characters"


class OpenAIVideos(VideosApi):
    facts = FormatFacts(
        id="openai-videos",
        label=N_("OpenAI Videos"),
        help=N_("LiteLLM, vLLM-Omni, SGLang and others: POST /v1/videos"),
        root=ROOT,
        routes=ROUTES,
        pictures=PictureWays((LocalImage.NATIVE, LocalImage.REFUSE)),
        capabilities=Capabilities(lists_jobs=True),
        body=BodyWays(
            fields=("model", "prompt", "seconds", "size", _CHARACTERS),
            image_field="input_reference",
            changes_in="openai-videos",
            characters_in="openai-videos",
        ),
    )

    jobs = _JOBS
    submit_paths = (
        "/videos",
        "/video/generations",
        "/remix",
        "/videos/edits",
        "/videos/extensions",
        "/videos/characters",
    )

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`POST /v1/videos`; `seconds` is a text and `size` is `WxH`, both always sent. A change has a route of its own."""
        if request.source is not None:
            return _changed(request, request.source, idempotency_key, options)
        fields = {
            **model_field(request, options),
            "prompt": request.prompt,
            **length_field(request, options, "seconds", str),
            **size_fields(request, options),
            **_characters(request),
        }
        headers = create_headers(idempotency_key)
        own = self.facts.body.image_field
        files = file_parts(request, images, options.file_field or own, options)
        fields.update(links(request, images, options.link_field or own, spelled_link(options, as_object), options))
        body = with_parameters(request, fields)
        if files or options.form or wants_form(request):
            return Call("POST", _JOBS, form=as_form(body), files=files, headers=headers)
        return Call("POST", _JOBS, json=body, headers=headers)


def _characters(request: Request) -> dict[str, object]:
    return {_CHARACTERS: [{"id": each.remote_id} for each in request.characters]} if request.characters else {}


_ROUTES = {Change.REMIX: "edits", Change.EXTEND: "extensions"}


def _changed(request: Request, source: SourceClip, idempotency_key: str, options: WireOptions) -> Call:
    """Model, size and what a remix has of length are those of the source: none of them stands in it."""
    headers, way = create_headers(idempotency_key), source.way(options)
    length = length_field(request, options, "seconds", str) if source.change is Change.EXTEND else {}
    body = with_parameters(request, {"prompt": request.prompt, **length})
    if way is SourceAs.PATH:
        return Call("POST", job_path(_JOBS, source.remote_id, "remix"), json=body, headers=headers)
    path = f"{_JOBS}/{_ROUTES[source.change]}"
    if way is SourceAs.FILE:
        return Call("POST", path, form=as_form(body), files=(film_part(source.path),), headers=headers)
    return Call("POST", path, json={FILM_FIELD: {"id": source.remote_id}, **body}, headers=headers)
