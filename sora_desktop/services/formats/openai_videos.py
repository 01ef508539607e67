"""The OpenAI-native videos format: JSON, or multipart where a file goes along.

Servers differ: vLLM-Omni takes multipart only, old SGLang builds refuse multipart without a file, LiteLLM takes a
picture only as a file. Where the options of a connection say nothing, the documented way is kept: JSON unless there is a
file. A refusal costs nothing.
"""

from collections.abc import Sequence

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import BodyWays, Capabilities, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.request_body import (
    as_form,
    as_object,
    file_parts,
    length_field,
    links,
    model_field,
    spelled_link,
    wants_form,
    with_parameters,
)
from sora_desktop.services.videos_api import ROOT, ROUTES, VideosApi, create_headers
from sora_desktop.services.wire import Call, PreparedImage


class OpenAIVideos(VideosApi):
    facts = FormatFacts(
        id="openai-videos",
        label=N_("OpenAI Videos"),
        help=N_("LiteLLM, vLLM-Omni, SGLang and others: POST /v1/videos"),
        root=ROOT,
        routes=ROUTES,
        pictures=PictureWays((LocalImage.NATIVE, LocalImage.REFUSE)),
        capabilities=Capabilities(lists_jobs=True),
        body=BodyWays(fields=("model", "prompt", "seconds", "size"), image_field="input_reference"),
    )

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`POST /v1/videos`; `seconds` is a text and `size` is `WxH`, both always sent."""
        fields = {
            **model_field(request, options),
            "prompt": request.prompt,
            **length_field(request, options, "seconds", str),
            "size": str(request.size),
        }
        body = with_parameters(request, fields)
        headers = create_headers(idempotency_key)
        own = self.facts.body.image_field
        files = file_parts(request, images, options.file_field or own)
        body.update(links(request, images, options.link_field or own, spelled_link(options, as_object)))
        if files or options.form or wants_form(request):
            return Call("POST", "/v1/videos", form=as_form(body), files=files, headers=headers)
        return Call("POST", "/v1/videos", json=body, headers=headers)
