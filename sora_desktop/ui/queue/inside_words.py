"""What the inside of a job says: its ids and times, and what was asked and answered, as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from sora_desktop.base.sentences import Seconds
from sora_desktop.domain.exchange import Exchange
from sora_desktop.domain.job import Job
from sora_desktop.domain.phases import Phase, phases
from sora_desktop.ui.common.clip_words import moment_words
from sora_desktop.ui.common.job_words import billed_words, clock, reason_words, state_words
from sora_desktop.ui.language import say, service_name, tr, written
from sora_desktop.ui.queue import sentences as text

_PHASES: Mapping[Phase, str] = {
    Phase.WAITING: text.INSIDE_WAITING,
    Phase.SENDING: text.INSIDE_SENDING,
    Phase.MAKING: text.INSIDE_MAKING,
    Phase.FETCHING: text.INSIDE_FETCHING,
    Phase.CHECKING: text.INSIDE_CHECKING,
}


def overview(job: Job, now: datetime) -> str:
    """Ids, address, state and times, a line each."""
    model = job.request.model
    lines = [
        (text.INSIDE_STATE, f"{state_words(job)} · {billed_words(job)}"),
        (text.INSIDE_WHY, reason_words(job)),
        (text.INSIDE_JOB, job.id),
        (text.INSIDE_REMOTE, job.remote_id or ""),
        (text.INSIDE_ALIAS, job.alias),
        (text.INSIDE_SERVICE, service_name(job.service.name)),
        (text.INSIDE_ADDRESS, job.service.base_url),
        (text.INSIDE_FORMAT, job.format),
        (text.INSIDE_MODEL, model.title if model.title == model.id else f"{model.title} ({model.id})"),
        (text.INSIDE_SIZE, f"{job.request.size} · {written(Seconds(job.request.seconds))}"),
        (text.INSIDE_MADE, moment_words(job.created_at)),
        *((_PHASES[phase], clock(seconds)) for phase, seconds in phases(job, now)),
    ]
    return "\n".join(tr(text.INSIDE_LINE, name=tr(name), value=value) for name, value in lines if value)


def answers(exchanges: Sequence[Exchange]) -> str:
    """Each question and its answer, in their order; in words where there is none."""
    return "\n\n".join("\n".join(_lines(each)) for each in exchanges) or tr(text.INSIDE_NO_ANSWERS)


def _exact(moment: datetime) -> str:
    """Day and time to the second, in the person's own time zone."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), "yyyy-MM-dd HH:mm:ss")


def _lines(exchange: Exchange) -> Iterator[str]:
    if exchange.repeats:
        yield tr(text.INSIDE_REPEATS, count=exchange.repeats)
    status = str(exchange.status) if exchange.status else tr(text.INSIDE_NO_STATUS)
    yield tr(
        text.INSIDE_EXCHANGE,
        time=_exact(exchange.at),
        question=f"{exchange.method} {exchange.place}",
        status=status,
        seconds=Seconds(round(exchange.seconds, 1)),
        bytes=exchange.length,
    )
    if exchange.trouble is not None:
        yield say(exchange.trouble)
    yield from (f"{name}: {value}" for name, value in exchange.headers)
    if exchange.body:
        yield exchange.body
