"""`generate`: one clip without a window, with the same studio and the same promises."""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from sora_desktop.domain.catalog import Orientation
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError, ConnectionGoneError, EnvironmentGoneError, InputError, NeedsKeyError
from sora_desktop.domain.events import Event, JobChanged, Notice
from sora_desktop.domain.image import ReferenceImage
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.loop import StudioLoop
from sora_desktop.studio.studio import Studio
from sora_desktop.studio.tasks import Tasks

FAILED = 1
NEEDS_A_LOOK = 3
"""Exit code where the outcome is open: the job stays in the ledger, and the window shows what to do."""
INTERRUPTED = 130

_OPEN_ENDS = NEEDS_PERSON | {JobState.NOT_FOUND, JobState.LOST, JobState.EXPIRED}
"""It may have been billed, and the clip may still come."""
_PUT_OFF = "The service put it off, so nothing is known to be billed, and it is not sent again."
_STOPS = tuple(number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)))
_NO_KEY = frozenset(kind("a").sentence.source for kind in (NeedsKeyError, ConnectionGoneError, EnvironmentGoneError))


def generate(arguments: argparse.Namespace, data_dir: Path) -> int:
    """Make one clip; 0 only with a verified clip at `arguments.output`. One that could not be checked is there, too."""
    try:
        with asyncio.Runner(loop_factory=StudioLoop) as runner:
            return runner.run(_generate(arguments, data_dir))
    except AppError as error:
        _say(str(error))
        return FAILED


async def _generate(arguments: argparse.Namespace, data_dir: Path) -> int:
    output = _usable_output(arguments.output)
    studio = await open_studio(data_dir)
    try:
        job = await _run(studio, arguments)
        if job is None:
            return INTERRUPTED
        return await _deliver(studio, job, output)
    finally:
        await studio.close()


def _usable_output(path: Path) -> Path:
    """Looked at before any money is spent."""
    output = path.expanduser().absolute()
    if output.is_dir() or output.suffix.lower() != ".mp4":
        raise InputError(f"The output must be a file that ends in .mp4: {output}")
    if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise InputError(f"The folder of the output is not there or may not be written to: {output.parent}")
    return output


async def _run(studio: Studio, arguments: argparse.Namespace) -> Job | None:
    """Submit and follow one job; None where a person stopped it."""
    snapshot = await studio.snapshot()
    if snapshot.paused:
        raise InputError(
            "The queue of this data folder is paused, so nothing would be sent. "
            "Open the app and resume it, or choose another folder with --data-dir."
        )
    connection = next(each for each in snapshot.connections if each.id == snapshot.selected)
    request = _request(arguments, connection)
    changed: asyncio.Queue[Job] = asyncio.Queue()

    def hear(event: Event) -> None:
        if isinstance(event, JobChanged):
            changed.put_nowait(event.job)
        elif isinstance(event, Notice):
            _say(str(event.text))

    end = studio.subscribe(hear)
    try:
        (job,) = await studio.submit(request, connection.id)
        _say(f"{connection.name}: {request.model.id}, {request.seconds} s, {request.size}")
        followed = await _follow(job, changed)
        if followed is None:
            await _stop(studio, job.id)
        elif _needs_somebody(followed):
            await studio.cancel(job.id)
            raise InputError(str(followed.reason))
        return followed
    finally:
        end()


async def _stop(studio: Studio, job_id: str) -> None:
    """A person stopped: what did not go out yet never does."""
    job = next(job for job in (await studio.snapshot()).jobs if job.id == job_id)
    if job.state is JobState.WAITING:
        await studio.cancel(job_id)
        _say(f"Stopped. {_PUT_OFF if job.laters else 'Nothing was sent, nothing is billed.'}")
    else:
        _say("Stopped. What was sent goes on at its service, and is fetched when the app is next open.")


def _request(arguments: argparse.Namespace, connection: Connection) -> Request:
    model = connection.model(arguments.model)
    if model is None:
        offered = ", ".join(each.id for each in connection.models)
        raise InputError(f"“{connection.name}” does not offer the model {arguments.model}. It offers: {offered}.")
    ratio = arguments.aspect_ratio
    return Request(
        prompt=arguments.prompt,
        model=model,
        orientation=Orientation.from_aspect_ratio(ratio) if ratio else model.settle_orientation(None),
        seconds=arguments.duration or model.settle_seconds(None),
        image=_image(arguments.image),
    )


def _image(text: str | None) -> ReferenceImage | None:
    if not text:
        return None
    if "://" in text:
        return ReferenceImage(url=text)
    path = Path(text).expanduser().absolute()
    if not path.exists():
        raise InputError(f"The picture is not there: {path}")
    return ReferenceImage(path=path)


async def _follow(job: Job, changed: asyncio.Queue[Job]) -> Job | None:
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        for number in (each for each in _STOPS if signal.getsignal(each) is not signal.SIG_IGN):  # as nohup does
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
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
    finally:
        await tasks.close()
    return job


def _needs_somebody(job: Job) -> bool:
    """It waits for a key, or for a word of a person, and nobody can give either here."""
    lacks_key = job.reason is not None and job.reason.source in _NO_KEY
    return job.state is JobState.WAITING and (lacks_key or job.held)


def _progress_line(job: Job) -> str:
    parts = [job.state.value.replace("_", " ")]
    if job.progress is not None and job.state in ACTIVE:
        parts.append(f"{int(job.progress * 100)} %")
    if job.reason is not None:
        parts.append(str(job.reason))
    return " · ".join(parts)


async def _deliver(studio: Studio, job: Job, output: Path) -> int:
    if job.state is not JobState.DONE:
        _say(f"No clip. Job {job.id}: {_progress_line(job)} · billed: {job.billed}")
        if kept := await studio.kept_file(job.id):
            _say(f"What came of it is kept: {kept}. Open the app on this data folder to keep it as it is.")
        return NEEDS_A_LOOK if job.state in _OPEN_ENDS else FAILED
    clips = {clip.id: clip for clip in (await studio.snapshot()).clips}
    clip = clips[job.clip_id or job.id]
    try:
        await asyncio.to_thread(_copy_whole, clip.path, output)
    except OSError as error:
        _say(f"{output} could not be written: {error.strerror or error}. The clip is not lost: it is {clip.path}")
        return FAILED
    if clip.unchecked is not None:
        _say(f"{output} · as the service sent it, but it could not be checked: {clip.unchecked} · sha256 {clip.sha256}")
        return NEEDS_A_LOOK
    _say(f"{output} · {clip.media.size}, {clip.media.seconds:.2f} s, sha256 {clip.sha256}")
    return 0


def _copy_whole(source: Path, target: Path) -> None:
    """The target is never a half copy: written beside it, then renamed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as written, source.open("rb") as read:
            shutil.copyfileobj(read, written, 1 << 20)
            written.flush()
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _say(line: str) -> None:
    """Nobody may be listening any more: that ends no clip that is paid for."""
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)  # noqa: T201 -- the command's own voice
