"""EvoLink's task API: a clip is asked for at `POST /v1/videos/generations`, and told of at `GET /v1/tasks/ID`.

After its documentation (docs.evolink.ai: quickstart, video generation, task detail, as of November 2026). The words are
pending, processing, completed and failed; the clip is at `results`, for a day; `usage` has its credits. There is no list,
and no route for the bytes: the task is asked again for its links. The first of `image_urls` is the first frame, a second
one the last.

Assumed: the frame is the model's own for an `aspect_ratio`; whoever wants another one adds `quality` to the model.
"""

from collections.abc import Sequence

from sora_desktop.base.sentences import N_
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.format_facts import BodyWays, FormatFacts, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.request_body import length_field, links, model_field, slot_of, with_parameters
from sora_desktop.services.videos_api import ROOT, ROUTES, VideosApi, create_headers
from sora_desktop.services.wire import Call, PreparedImage

_FRAMES = "image_urls"
_ORDER = (ImageRole.FIRST, ImageRole.LAST)


class EvoLink(VideosApi):
    facts = FormatFacts(
        id="evolink",
        label=N_("EvoLink"),
        help=N_("EvoLink: POST /v1/videos/generations"),
        root=ROOT,
        routes=(*ROUTES, "tasks", "credits"),
        pictures=PictureWays((LocalImage.REFUSE,)),
        body=BodyWays(
            sizes=False,
            forms=False,
            fields=("model", "prompt", "duration", "aspect_ratio"),
            image_field=_FRAMES,
            last_field=_FRAMES,
        ),
    )
    jobs = "/v1/tasks"
    submit_paths = ("/videos/generations",)
    can_list = False

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`duration` is a whole number. A picture is a public address."""
        body: dict[str, object] = {**model_field(request, options), "prompt": request.prompt}
        if request.sends_size:
            body["aspect_ratio"] = request.size.aspect_ratio
        if request.sends_seconds:
            body.update(length_field(request, options, "duration", int))
        elsewhere = [image for image in images if slot_of(request, image).field]
        body.update(links(request, elsewhere, "", str))
        frames = [image.url for role in _ORDER for image in images if image.role is role and image not in elsewhere]
        if found := [url for url in frames if url is not None]:
            body[_FRAMES] = found
        headers = create_headers(idempotency_key)
        return Call("POST", "/v1/videos/generations", json=with_parameters(request, body), headers=headers)
