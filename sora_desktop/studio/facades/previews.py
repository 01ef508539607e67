"""What a person can ask for about free previews: to draw one, and to send the very request of one for real."""

from sora_desktop.base.sentences import N_, message
from sora_desktop.domain.budget import Asked
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import Notice
from sora_desktop.domain.job import Job
from sora_desktop.domain.preview import PreviewOf, preview_request, why_no_preview
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.sent_for_real import sent_for_real
from sora_desktop.studio.facades.jobs import JobsFacade
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.shown import NOTHING_SENT, Shown

_WITHOUT = N_("The preview is drawn without “{name}”: only “{owner}” knows this character.")


class PreviewsFacade:
    """A preview is a job of the engine like any other; it remembers what it shows."""

    def __init__(self, context: JobContext, jobs: JobsFacade) -> None:
        self._context = context
        self._jobs = jobs
        self._begun = set[str]()

    async def make(self, request: Request, takes: int = 1) -> Job:
        """Draw the request once, for free. `takes` are to be made of it for real. InputError where it can't be drawn."""
        engine = self._context.connections.get(ENGINE_ID)
        drawn = preview_request(request, engine)
        if drawn is None:
            raise InputError(why_no_preview(request, engine) or message("There is no preview of this."))
        (job,) = await self._jobs.submit_each((drawn,), ENGINE_ID, preview_of=PreviewOf(request, takes))
        for each in request.characters:
            if each not in drawn.characters:
                words = message(_WITHOUT, name=each.name, owner=each.connection_name)
                self._context.event_bus.emit(Notice(words, topic=f"preview {each.remote_id}"))
        return job

    async def send(
        self, job_id: str, connection_id: str, shown: Cost, *, agreed: Asked | None = None
    ) -> tuple[Job, ...]:
        """Send the very request that a preview shows; `shown` is the price of all its takes that a person saw.

        InputError where it was sent already, may not go, or has another price or picture by now; OverBudgetError as `submit`.
        """
        job = self._context.ledger[job_id]
        if job.preview_of is None:
            raise InputError(message("This is no preview."))
        if job_id in self._begun or sent_for_real(job, self._context.ledger.jobs()) is not None:
            raise InputError(message("This was sent already.").about(money=NOTHING_SENT))
        self._begun.add(job_id)
        try:
            return await self._jobs.submit_each(
                (job.preview_of.request,),
                connection_id,
                job.preview_of.takes,
                agreed=agreed,
                shown=Shown(shown, (job.input_paths,)),
            )
        finally:
            self._begun.discard(job_id)
