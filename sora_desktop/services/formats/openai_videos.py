"""The OpenAI-native videos format: JSON, or multipart where a file goes along.

Servers differ: vLLM-Omni takes multipart only, old SGLang builds refuse multipart without a file, LiteLLM takes a
picture only as a file. The documented way is kept: JSON unless there is a file. A refusal costs nothing.
"""

from typing import Any

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import Capabilities, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.services.videos_api import ROOT, ROUTES, VideosApi, create_headers
from sora_desktop.services.wire import Call, FilePart, PreparedImage

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class OpenAIVideos(VideosApi):
    facts = FormatFacts(
        id="openai-videos",
        label=N_("OpenAI Videos"),
        help=N_("LiteLLM, vLLM-Omni, SGLang and others: POST /v1/videos"),
        root=ROOT,
        routes=ROUTES,
        pictures=PictureWays((LocalImage.NATIVE, LocalImage.REFUSE)),
        capabilities=Capabilities(lists_jobs=True),
    )

    def create(self, request: Request, image: PreparedImage | None, *, idempotency_key: str = "") -> Call:
        """`POST /v1/videos`; `seconds` is a text and `size` is `WxH`, both always sent."""
        fields = {
            "model": request.model.id,
            "prompt": request.prompt,
            "seconds": str(request.seconds),
            "size": str(request.size),
        }
        headers = create_headers(idempotency_key)
        if image is not None and image.path is not None:
            part = FilePart("input_reference", image.path, f"reference.{_ENDINGS.get(image.mime, 'bin')}", image.mime)
            return Call("POST", "/v1/videos", form=tuple(fields.items()), files=(part,), headers=headers)
        body: dict[str, Any] = dict(fields)
        if image is not None:
            body["input_reference"] = {"image_url": image.url}
        return Call("POST", "/v1/videos", json=body, headers=headers)
