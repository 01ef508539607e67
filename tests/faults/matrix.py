"""The kill matrix: every named step of a job's life, both ways to end, at services of both kinds; then another start."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sora_desktop.base.crash_points import CrashPoint
from tests.faults import oracle
from tests.faults.plan import How, Kill, Order, Plan
from tests.faults.zygote import End, Zygote
from tests.servers.service import FakeService, Fault
from tests.support.mp4 import small_mp4
from tests.support.pictures import write_picture

_LOST_ANSWERS = (*(fault for fault in Fault if fault.name.startswith("ACCEPT")), Fault.BAD_GATEWAY)
_NEEDS_LOST_ANSWER = {CrashPoint.UNKNOWN_COMMITTED, CrashPoint.LIST_ANSWERED, CrashPoint.FOUND_COMMITTED}
_NEEDS_LIST = {CrashPoint.LIST_ANSWERED, CrashPoint.FOUND_COMMITTED}
_NEEDS_CANCEL = {CrashPoint.CANCELLING_COMMITTED, CrashPoint.STOP_ANSWERED}


@dataclass(frozen=True)
class Case:
    """One cell: what is ordered of which service, where the first life ends, and the second, if it does.

    `lost`: what becomes of the answer to the first submission. `cut`: after how many bytes the first download breaks.
    `fills_at`: where the disk gets full in the first life.
    """

    kill: Kill
    native: bool
    lost: Fault | None
    cancels: bool
    polls: int
    second_kill: Kill | None = None
    honours_keys: bool = False
    picture: bool = False
    takes: int = 1
    another: bool = False
    cut: int | None = None
    fills_at: CrashPoint | None = None

    @classmethod
    def draw(cls, step: CrashPoint, how: How, seed: int) -> "Case":
        """The same case for the same seed; seed 0 is the plainest one that surely arrives at the step."""
        chance = random.Random(f"{step} {how} {seed}")
        native = step in _NEEDS_LIST | _NEEDS_CANCEL or chance.random() < 0.5
        polls = 3 if step in _NEEDS_CANCEL else chance.choice((1, 2, 3))
        loses = step in _NEEDS_LOST_ANSWER
        lost = Fault.ACCEPT_THEN_DROP if loses else None
        plain = cls(Kill(step.value, 1, how), native=native, lost=lost, cancels=step in _NEEDS_CANCEL, polls=polls)
        if seed == 0:
            return plain
        return replace(
            plain,
            kill=Kill(step.value, chance.choice((1, 1, 2, 3)), how),
            second_kill=_second(chance) if chance.random() < 0.3 else None,
            honours_keys=chance.random() < 0.5,
            picture=chance.random() < 0.3,
            takes=chance.choice((1, 1, 2)),
            another=chance.random() < 0.4,
            lost=chance.choice(_LOST_ANSWERS) if loses or chance.random() < 0.2 else None,
            cut=chance.choice((None, None, 5, 4000)),
            fills_at=chance.choice(list(CrashPoint)) if chance.random() < 0.2 else None,
        )

    @property
    def words(self) -> str:
        return f"{self.kill.step}×{self.kill.nth} by {self.kill.how}: {self}"


def _second(chance: random.Random) -> Kill:
    return Kill(chance.choice(list(CrashPoint)).value, chance.choice((1, 2)), chance.choice(list(How)))


@dataclass(frozen=True)
class Outcome:
    """`died`: how many lives ended before their time. `broken`: promises that were not kept."""

    died: int
    charges: int
    broken: list[str]


def run(case: Case, zygote: Zygote, folder: Path) -> Outcome:
    """The lives of one case, in `folder` (made), against a service that outlives them; then the oracle."""
    with _service(case) as service:
        plan = _plan(case, service, folder)
        rest = replace(plan, orders=(), cancels=False, kill=case.second_kill, fills_at="")
        died = zygote.live(plan) is End.KILLED
        died_again = case.second_kill is not None and zygote.live(rest) is End.KILLED
        assert zygote.live(replace(rest, kill=None)) is End.SETTLED
        told = Path(plan.told)
        broken = oracle.faults(Path(plan.folder), service, told, can_find=plan.lists_jobs)
        return Outcome(died + died_again, len(service.money.charges), broken)


@contextmanager
def _service(case: Case) -> Iterator[FakeService]:
    with FakeService("openai" if case.native else "uniall") as service:
        service.clip.data = small_mp4(96, 64, 0.5)
        service.clip.cuts.append(case.cut)
        service.honours_keys = case.honours_keys
        service.polls = case.polls
        if case.lost is not None:
            service.script(case.lost)
        yield service


def _plan(case: Case, service: FakeService, folder: Path) -> Plan:
    picture = str(write_picture(folder / "fox.png", 320, 200)) if case.picture else ""
    orders = (Order("a fox in snow", case.takes, picture), Order("a wolf in rain"))
    return Plan(
        folder=str(folder / "data"),
        told=str(folder / "told"),
        base_url=service.base_url,
        key=service.key,
        wire="openai-videos" if case.native else "uniall",
        lists_jobs=case.native,
        honours_keys=case.honours_keys,
        can_cancel=case.cancels,
        orders=orders if case.another else orders[:1],
        cancels=case.cancels,
        fills_at=case.fills_at.value if case.fills_at else "",
        kill=case.kill,
    )


def run_in_passing(case: Case, zygote: Zygote) -> Outcome:
    """The same in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kill-matrix-"))
    try:
        return run(case, zygote, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
