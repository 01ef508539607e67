"""`generate`: one clip without a window, with the same studio and the same promises."""

import argparse
import asyncio
import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sora_desktop.base.atomic_files import copy_whole
from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.cost_words import bill_words, estimate_words
from sora_desktop.domain.errors import AppError, InputError, OverBudgetError
from sora_desktop.domain.events import Event, JobChanged, Notice, Snapshot
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState, WaitsFor
from sora_desktop.domain.parameters import defaults
from sora_desktop.domain.request import Request, request_cost
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.crash_guard import CrashGuard
from sora_desktop.studio.jobs.queue import SUBMIT_GRACE
from sora_desktop.studio.last_moment import LastMoment
from sora_desktop.studio.loop import StudioLoop
from sora_desktop.studio.stop_signals import stop_signals
from sora_desktop.studio.studio import Studio
from sora_desktop.studio.tasks import Tasks

T = TypeVar("T")

FAILED = 1
NEEDS_A_LOOK = 3
"""Exit code where the outcome is open: the job stays in the ledger, and the window shows what to do."""
INTERRUPTED = 130
WENT_ON = "Stopped. What was sent continues at its service, and is downloaded when you next open Sora Desktop."
_NOT_KNOWN = "Stopped. It isn't known yet whether the job arrived. Sora Desktop tells you when you next open it."
LOOK_SECONDS = 0.02
"""Between looks whether the answer to a submission under way has come."""

_SETTLED_IN = 10.0
"""Seconds that the command waits for a service's books once the clip is there."""
_OPEN_ENDS = NEEDS_PERSON | {JobState.NOT_FOUND, JobState.LOST, JobState.EXPIRED}
"""It may have been billed, and the clip may still come."""
_NOT_BILLED = message("Nothing was sent, and nothing is billed.")
_GO_OVER = message("Add --over-budget to send it all the same.")
_PUT_OFF = "The service put the job off. No charge is known so far, and it is not sent again."


def generate(arguments: argparse.Namespace, data_dir: Path, *, own_process: bool = False) -> int:
    """Make one clip; 0 only with a verified clip at `arguments.output`. One that could not be checked is there, too.

    `own_process`: nothing else lives in it, so that it may be ended where closing does not come to its end.
    """
    closing = LastMoment().begin if own_process else _nothing
    guard = CrashGuard(data_dir / "logs")
    if own_process:
        guard.begin()
    try:
        with asyncio.Runner(loop_factory=StudioLoop) as runner:
            code = runner.run(_generate(arguments, data_dir, closing))
    except AppError as error:
        _say(str(error))
        code = FAILED
    guard.end()
    return code


async def _generate(arguments: argparse.Namespace, data_dir: Path, closing: Callable[[int], object]) -> int:
    output = _usable_output(arguments.output)
    with _stopped_by_signals(closing) as stopped:
        studio = await open_studio(data_dir)
        code = FAILED
        try:
            code = await _make(studio, arguments, output, stopped)
        finally:
            closing(code)
            await studio.close()
    return code


async def _make(studio: Studio, arguments: argparse.Namespace, output: Path, stopped: asyncio.Event) -> int:
    job = await _run(studio, arguments, stopped)
    return INTERRUPTED if job is None else await _deliver(studio, job, output)


def _nothing(_code: int) -> None:
    """Nobody waits for the command to end."""


@contextlib.contextmanager
def _stopped_by_signals(closing: Callable[[int], object]) -> Iterator[asyncio.Event]:
    """Set as soon as a person or the system stops the command: it is about to close."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def stop(*_signal: object) -> None:
        closing(INTERRUPTED)
        loop.call_soon_threadsafe(stopped.set)

    before = {number: signal.signal(number, stop) for number in stop_signals()}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _usable_output(path: Path) -> Path:
    """Looked at before any money is spent."""
    output = path.expanduser().absolute()
    if output.is_dir() or output.suffix.lower() != ".mp4":
        raise InputError(message("The output must be a file ending in .mp4: {path}", path=output))
    if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise InputError(message("The output folder doesn't exist or can't be written to: {path}", path=output.parent))
    return output


async def _run(studio: Studio, arguments: argparse.Namespace, stopped: asyncio.Event) -> Job | None:
    """Submit and follow one job; None where a person stopped it."""
    snapshot = await studio.snapshot()
    if snapshot.paused:
        raise InputError(
            message("The queue of this data folder is paused, so nothing would be sent.").about(
                todo=message("Open Sora Desktop and resume it, or choose another folder with --data-dir.")
            )
        )
    connection = _connection(snapshot, arguments.connection)
    model = await _unless_stopped(studio.connections.find_model(connection.id, arguments.model), stopped)
    if model is None:
        return None
    request = _request(arguments, model)
    changed: asyncio.Queue[Job] = asyncio.Queue()

    def hear(event: Event) -> None:
        if isinstance(event, JobChanged):
            changed.put_nowait(event.job)
        elif isinstance(event, Notice):
            _say(str(event.text))

    end = studio.subscribe(hear)
    try:
        if stopped.is_set():
            return None
        price = estimate_words(request_cost(request, connection))
        _say(f"{connection.name}: {request.model.id}, {request.seconds} s, {request.size} · {price}")
        job = await _submit(studio, request, connection, over_budget=arguments.over_budget)
        try:
            followed = await _follow(job, changed, stopped)
            if followed is not None and _needs_somebody(followed):
                raise InputError(followed.reason or "")
        finally:
            left = await _take_back_unsent(studio, job.id)
        if followed is None:
            _say(_stopped_words(left))
        return followed
    finally:
        end()


async def _submit(studio: Studio, request: Request, connection: Connection, *, over_budget: bool) -> Job:
    """Nobody can be asked here: what is above the budget goes only where the command says so, and then it is told."""
    try:
        (job,) = await studio.jobs.submit(request, connection.id)
    except OverBudgetError as error:
        if not over_budget:
            raise InputError(replace(error.sentence, todo=_GO_OVER)) from error
        _say(str(error.detail))
        (job,) = await studio.jobs.submit(request, connection.id, agreed=error.asked)
    return job


async def _take_back_unsent(studio: Studio, job_id: str) -> Job:
    """However the command ends: what did not go out yet never does. The job as it was found."""
    job = await _job(studio, job_id)
    deadline = asyncio.get_running_loop().time() + SUBMIT_GRACE
    while job.state is JobState.SUBMITTING and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(LOOK_SECONDS)
        job = await _job(studio, job_id)
    if job.state is JobState.WAITING:
        await studio.jobs.cancel(job_id)
    return job


def _stopped_words(job: Job) -> str:
    if job.state is JobState.SUBMITTING:
        return _NOT_KNOWN
    if job.state is not JobState.WAITING:
        return WENT_ON
    return f"Stopped. {_PUT_OFF if job.laters else 'Nothing was sent, and nothing is billed.'}"


async def _job(studio: Studio, job_id: str) -> Job:
    return next(job for job in (await studio.snapshot()).jobs if job.id == job_id)


async def _unless_stopped(work: Coroutine[object, object, T], stopped: asyncio.Event) -> T | None:
    """What comes of it; None where a person stopped the command first."""
    tasks = Tasks()
    try:
        done, stop = tasks.spawn(_outcome(work), "work"), tasks.spawn(stopped.wait(), "stop")
        await asyncio.wait((done, stop), return_when=asyncio.FIRST_COMPLETED)
        result = done.result() if done.done() else None
    finally:
        await tasks.close()
    if isinstance(result, AppError):
        raise result
    return result


async def _outcome(work: Coroutine[object, object, T]) -> T | AppError:
    try:
        return await work
    except AppError as error:
        return error


def _connection(snapshot: Snapshot, name: str | None) -> Connection:
    """The one of this name; without one that which is selected."""
    if not name:
        return next(each for each in snapshot.connections if each.id == snapshot.selected)
    wanted = name.strip().casefold()
    found = [each for each in snapshot.connections if wanted in (each.name.casefold(), each.id.casefold())]
    if not found:
        names = ", ".join(f"“{each.name}”" for each in snapshot.connections)
        what = message("There is no connection “{name}”.", name=name)
        raise InputError(what.about(money=_NOT_BILLED, more=(message("There are: {names}.", names=names),)))
    return found[0]


def _request(arguments: argparse.Namespace, model: VideoModel) -> Request:
    image = _image(arguments.image)
    return Request(
        prompt=arguments.prompt,
        model=model,
        size=_size(model, arguments.aspect_ratio),
        seconds=arguments.duration or model.settle_seconds(None),
        images=(image,) if image else (),
        parameters=defaults(model.parameters),
    )


_USUAL_SIZES = {Shape.LANDSCAPE: Size(1280, 720), Shape.PORTRAIT: Size(720, 1280), Shape.SQUARE: Size(720, 720)}


def _size(model: VideoModel, ratio: str | None) -> Size:
    """The frame that is asked for; a shape that the model does not make stands in the request, and is refused with it."""
    if not ratio:
        return model.settle_size(None)
    shape = Shape.from_aspect_ratio(ratio)
    return next(iter(model.sizes_of(shape)), _USUAL_SIZES[shape])


def _image(text: str | None) -> InputImage | None:
    if not text:
        return None
    if "://" in text:
        return InputImage(url=text)
    path = Path(text).expanduser().absolute()
    if not path.exists():
        raise InputError(message("The picture doesn't exist: {path}", path=path))
    return InputImage(path=path)


async def _follow(job: Job, changed: asyncio.Queue[Job], stopped: asyncio.Event) -> Job | None:
    tasks = Tasks()
    stop = tasks.spawn(stopped.wait(), "stop")
    shown = ""
    try:
        while job.state in ACTIVE and not _needs_somebody(job):
            news = tasks.spawn(changed.get(), "news")
            await asyncio.wait((news, stop), return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                return None
            latest = news.result()
            job = latest if latest.id == job.id else job
            line = _progress_line(job)
            if line != shown:
                _say(line)
                shown = line
            if _voice.is_lost and job.state is JobState.WAITING and job.attempts:
                return None  # nobody would hear that it never went out; what is sent is brought home all the same
    finally:
        await tasks.close()
    return job


def _needs_somebody(job: Job) -> bool:
    """It waits for a key, or for a word of a person on itself or on an equal job, and nobody can give it here."""
    lacks_key = job.waits_for is WaitsFor.KEY
    behind_a_twin = job.waits_for is WaitsFor.TWIN and not job.service.lists_jobs
    return job.state is JobState.WAITING and (lacks_key or job.held or behind_a_twin)


def _progress_line(job: Job) -> str:
    parts = [job.state.value.replace("_", " ")]
    if job.progress is not None and job.state in ACTIVE:
        parts.append(f"{int(job.progress * 100)} %")
    if job.reason is not None:
        parts.append(str(job.reason))
    return " · ".join(parts)


async def _settled(studio: Studio, job: Job) -> Job:
    """The job with what its service says that it cost, where it tells that soon: else it is asked at the next start."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SETTLED_IN):
            await studio.charges.ask(job.id)
    return await studio.charges.of_job(job.id) or job


async def _deliver(studio: Studio, job: Job, output: Path) -> int:
    job = await _settled(studio, job)
    if job.state is not JobState.DONE:
        _say(f"No clip. Job {job.id}: {_progress_line(job)} · {bill_words(job)}")
        if kept := await studio.jobs.kept_file(job.id):
            _say(f"What came of it is kept: {kept}. Open Sora Desktop with this data folder to keep it as it is.")
        return NEEDS_A_LOOK if job.state in _OPEN_ENDS else FAILED
    (clip,) = await studio.library.these([job.clip_id or job.id])
    try:
        await asyncio.to_thread(copy_whole, clip.path, output)
    except OSError as error:
        _say(f"{output} can't be written: {error.strerror or error}. The clip is safe: {clip.path}")
        return FAILED
    if clip.unchecked is not None:
        why = f"as the service sent it, but it couldn't be checked: {clip.unchecked}"
        _say(f"{output} · {why} · sha256 {clip.sha256} · {bill_words(job)}")
        return NEEDS_A_LOOK
    _say(f"{output} · {clip.media.size}, {clip.media.seconds:.2f} s, sha256 {clip.sha256} · {bill_words(job)}")
    return 0


_NOBODY_HEARS = frozenset({errno.EPIPE, errno.EIO, errno.EBADF, errno.ENXIO})


class _Voice:
    """Speaks on stderr. `is_lost` where nobody hears it any more: a pipe was closed, or a terminal is gone."""

    def __init__(self) -> None:
        self.is_lost = False

    def say(self, line: str) -> None:
        """A log on a full disk loses the line, and nothing else."""
        try:
            print(line, file=sys.stderr, flush=True)  # noqa: T201 -- the command's own voice
        except (OSError, ValueError) as problem:
            if not isinstance(problem, OSError) or problem.errno in _NOBODY_HEARS:
                self.is_lost = True
                sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 -- for the rest of the process


_voice = _Voice()


def _say(line: str) -> None:
    _voice.say(line)
