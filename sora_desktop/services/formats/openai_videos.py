"""The OpenAI-native videos format: JSON, or multipart where a file goes along.

Servers differ: vLLM-Omni takes multipart only, old SGLang builds refuse multipart without a file, LiteLLM takes a
picture only as a file. The documented way is kept: JSON unless there is a file. A refusal costs nothing.
"""

from collections.abc import Sequence

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import BodyWays, Capabilities, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.services.request_body import as_form, file_parts, links, wants_form, with_parameters
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

    def create(self, request: Request, images: Sequence[PreparedImage] = (), *, idempotency_key: str = "") -> Call:
        """`POST /v1/videos`; `seconds` is a text and `size` is `WxH`, both always sent."""
        fields = {
            "model": request.model.id,
            "prompt": request.prompt,
            "seconds": str(request.seconds),
            "size": str(request.size),
        }
        body = with_parameters(request, fields)
        headers = create_headers(idempotency_key)
        files = file_parts(request, images, self.facts.body.image_field)
        body.update(links(request, images, self.facts.body.image_field, _as_object))
        if files or wants_form(request):
            return Call("POST", "/v1/videos", form=as_form(body), files=files, headers=headers)
        return Call("POST", "/v1/videos", json=body, headers=headers)


def _as_object(url: str) -> dict[str, str]:
    return {"image_url": url}
