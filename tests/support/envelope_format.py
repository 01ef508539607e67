"""A third wire format, whole in one file: routes, envelope, key header, words and cancel of its own.

No service speaks it but `tests/servers/envelope_service.py`. A test enters it with one line:

    monkeypatch.setitem(FORMATS, EnvelopeJobs.facts.id, EnvelopeJobs())
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sora_desktop.base.sentences import N_
from sora_desktop.domain.format_facts import BodyWays, Capabilities, FormatFacts, KeyHeader, LocalImage, PictureWays
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.request_body import links, with_parameters
from sora_desktop.services.videos_api import VideosApi, job_path
from sora_desktop.services.wire import Answer, Call, CancelOutcome, PreparedImage, RemoteStatus

_WORDS: Mapping[str, str] = {"lined_up": "queued", "drawing": "running", "drawn": "done", "called_off": "cancelled"}
"""Its own words, in those that the shared readers know."""


class EnvelopeJobs(VideosApi):
    facts = FormatFacts(
        id="envelope-jobs",
        label=N_("Envelope Jobs"),
        help=N_("Jobs in envelopes: POST /api/v1/jobs"),
        root="/api/v1",
        routes=("jobs",),
        key=KeyHeader("x-api-key", scheme=""),
        pictures=PictureWays((LocalImage.DATA_URL, LocalImage.REFUSE)),
        capabilities=Capabilities(can_cancel=True),
        body=BodyWays(fields=("model_name", "text", "length"), image_field="start_image"),
    )
    jobs = "/api/v1/jobs"
    submit_paths = ("/api/v1/jobs",)
    can_list = False

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        body: dict[str, Any] = {"model_name": request.model.id, "text": request.prompt, "length": request.seconds}
        body.update(links(request, images, "start_image", str))
        return Call("POST", self.jobs, json=with_parameters(request, body))

    def content(self, remote_id: str) -> Call:
        return Call("GET", job_path(self.jobs, remote_id, "film"))

    def cancel(self, remote_id: str) -> Call:
        return Call("POST", job_path(self.jobs, remote_id, "cancel"))

    def read_cancelled(self, answer: Answer) -> CancelOutcome:
        """It gives the money back where it says so, and not only that it has heard the wish."""
        data = _data(answer)
        if data is None:
            return CancelOutcome.NO
        return CancelOutcome.UNBILLED if data.get("refunded") is True else CancelOutcome.ASKED

    def read_status(self, answer: Answer, *, base_url: str) -> RemoteStatus:
        data = _data(answer)
        if data is None:
            return super().read_status(answer, base_url=base_url)
        word = data.get("phase")
        told = {**data, "status": _WORDS.get(word, word) if isinstance(word, str) else ""}
        return super().read_status(replace(answer, parsed=(told,)), base_url=base_url)


def _data(answer: Answer) -> dict[str, Any] | None:
    """What is in the envelope of an answer that is no error."""
    document = next(iter(answer.documents), None)
    if not isinstance(document, dict) or document.get("code") != 0:
        return None
    data = document.get("data")
    return data if isinstance(data, dict) else None
