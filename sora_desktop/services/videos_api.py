"""What formats may share: one resource a job, under a path of the format's own, and tolerant readers of what comes back."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.services.parsing import answers
from sora_desktop.services.request_body import film_part
from sora_desktop.services.wire import Answer, Call, CancelOutcome, ListedPage, RemoteStatus, Submitted

ROOT = "/v1"
ROUTES = ("videos", "video", "chat/completions", "models")
"""What documentation of services with such routes shows below the root, whichever format it speaks of."""

_PROBE_ID = "sora-desktop-probe"


def job_path(jobs: str, remote_id: str, *below: str) -> str:
    """`jobs/ID/…`; the id is one percent-encoded segment, whatever is in it."""
    segment = quote(remote_id, safe="")
    if segment.strip(".") == "":
        segment = segment.replace(".", "%2E")
    return "/".join((jobs, segment, *below))


class VideosApi:
    """Questions and readers; a format adds `facts` and `create`, and changes what is otherwise with it.

    They may be given to `__init__` too: one class can be several formats that differ in a few points.

    `jobs` is the path of all jobs; one job is `jobs/ID`. `submit_paths`: the ends of paths that take a new job, for
    telling a move to another address from an answer.
    Characters are asked for in a format whose facts say that it has them.
    List and cancel are asked where a connection says that the service has them; a service that has not answers
    WrongFormatError to the list, and NO to the cancel.
    """

    facts: FormatFacts
    jobs: str = "/v1/videos"
    submit_paths: tuple[str, ...] = ("/videos", "/video/generations")
    can_list: bool = True

    def status(self, remote_id: str) -> Call:
        return Call("GET", job_path(self.jobs, remote_id))

    def cancel(self, remote_id: str) -> Call:
        return Call("DELETE", job_path(self.jobs, remote_id))

    def list_jobs(self, *, after: str | None = None, limit: int = 100) -> Call:
        query = (("limit", str(limit)), ("order", "desc"))
        return Call("GET", self.jobs, query=(*query, ("after", after)) if after else query)

    def content(self, remote_id: str) -> Call:
        return Call("GET", job_path(self.jobs, remote_id, "content"))

    def thumbnail(self, remote_id: str) -> Call:
        content = self.content(remote_id)
        return replace(content, query=(*content.query, ("variant", "thumbnail")))

    def new_character(self, name: str, film: Path) -> Call:
        return Call("POST", f"{self.jobs}/characters", form=(("name", name),), files=(film_part(film),))

    def character(self, remote_id: str) -> Call:
        return Call("GET", job_path(f"{self.jobs}/characters", remote_id))

    def probe(self) -> Call:
        return self.status(_PROBE_ID)

    def read_submitted(self, answer: Answer, *, base_url: str) -> Submitted:
        return answers.read_submitted(answer, base_url, self.submit_paths)

    def read_status(self, answer: Answer, *, base_url: str) -> RemoteStatus:
        return answers.read_status(answer, base_url)

    def read_cancelled(self, answer: Answer) -> CancelOutcome:
        return CancelOutcome.ENDED if answers.read_deleted(answer) else CancelOutcome.NO

    def read_list(self, answer: Answer, *, base_url: str) -> ListedPage:
        return answers.read_list(answer, base_url)

    def read_probe(self, answer: Answer) -> None:
        answers.read_probe(answer)


def create_headers(idempotency_key: str) -> tuple[tuple[str, str], ...]:
    return (("idempotency-key", idempotency_key),) if idempotency_key else ()
