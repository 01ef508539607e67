"""The UniAll format, exactly as the seed document has it: JSON, its five fields and what a catalogue entry adds."""

from collections.abc import Sequence

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import BodyWays, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.request_body import length_field, links, model_field, spelled_link, with_parameters
from sora_desktop.services.videos_api import ROOT, ROUTES, VideosApi, create_headers
from sora_desktop.services.wire import Call, PreparedImage


class UniAll(VideosApi):
    facts = FormatFacts(
        id="uniall",
        label=N_("UniAll"),
        help=N_("UniAll and gateways like it: POST /v1/video/generations"),
        root=ROOT,
        routes=ROUTES,
        body=BodyWays(
            sizes=False,
            forms=False,
            fields=("model", "prompt", "aspect_ratio", "duration"),
            image_field="image_url",
            changes_in="openai-videos",
            characters_in="openai-videos",
        ),
        pictures=PictureWays(
            (LocalImage.NATIVE, LocalImage.DATA_URL, LocalImage.REFUSE),
            file_format="openai-videos",
        ),
    )

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`POST /v1/video/generations`. A picture stands in it as a URL (public, or a data URL)."""
        body: dict[str, object] = {**model_field(request, options), "prompt": request.prompt}
        own = options.link_field or self.facts.body.image_field
        body.update(links(request, images, own, spelled_link(options, str), options))
        if request.sends_size:
            body["aspect_ratio"] = request.size.aspect_ratio
        if request.sends_seconds:
            body.update(length_field(request, options, "duration", int))
        body = with_parameters(request, body)
        return Call("POST", "/v1/video/generations", json=body, headers=create_headers(idempotency_key))
