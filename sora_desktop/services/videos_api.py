"""The half that both formats share: asking about jobs under `/v1/videos`, and reading what comes back."""

from urllib.parse import quote

from sora_desktop.services.parsing import answers
from sora_desktop.services.wire import Answer, Call, ListedPage, RemoteStatus, Submitted

_PROBE_ID = "sora-desktop-probe"


def job_path(remote_id: str, *below: str) -> str:
    """`/v1/videos/ID/…`; the id is one percent-encoded segment, whatever is in it."""
    segment = quote(remote_id, safe="")
    if segment.strip(".") == "":
        segment = segment.replace(".", "%2E")
    return "/".join(("/v1/videos", segment, *below))


class VideosApi:
    """Questions and readers; a format adds `create`.

    List and delete are asked where a connection says that the service has them; a service that has not answers
    WrongFormatError to the list, and False to the delete.
    """

    can_list = True
    can_delete = True

    def status(self, remote_id: str) -> Call:
        return Call("GET", job_path(remote_id))

    def delete(self, remote_id: str) -> Call:
        return Call("DELETE", job_path(remote_id))

    def list_jobs(self, *, after: str | None = None, limit: int = 100) -> Call:
        query = (("limit", str(limit)), ("order", "desc"))
        return Call("GET", "/v1/videos", query=(*query, ("after", after)) if after else query)

    def content(self, remote_id: str) -> Call:
        return Call("GET", job_path(remote_id, "content"))

    def probe(self) -> Call:
        return self.status(_PROBE_ID)

    def read_submitted(self, answer: Answer, *, base_url: str) -> Submitted:
        return answers.read_submitted(answer, base_url)

    def read_status(self, answer: Answer, *, base_url: str) -> RemoteStatus:
        return answers.read_status(answer, base_url)

    def read_deleted(self, answer: Answer) -> bool:
        return answers.read_deleted(answer)

    def read_list(self, answer: Answer, *, base_url: str) -> ListedPage:
        return answers.read_list(answer, base_url)

    def read_probe(self, answer: Answer) -> None:
        answers.read_probe(answer)


def create_headers(idempotency_key: str) -> tuple[tuple[str, str], ...]:
    return (("idempotency-key", idempotency_key),) if idempotency_key else ()
