"""What one process is to do with a data folder, and where it is to end: written as JSON, as it goes over a pipe."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self


class How(StrEnum):
    """How a process ends before its time."""

    EXIT = "os._exit"
    KILL = "SIGKILL"


@dataclass(frozen=True)
class Kill:
    """End at the `nth` arrival (from 1) at a named step, of all jobs together."""

    step: str
    nth: int
    how: How


@dataclass(frozen=True)
class Order:
    """A person presses Generate. `picture` is the path of a dropped file, "" for none."""

    prompt: str
    takes: int = 1
    picture: str = ""


@dataclass(frozen=True)
class Plan:
    """One life of the studio: open `folder`, save the service as its connection, give `orders`, go on until settled.

    `cancels`: every job is cancelled as soon as it is at the service. `fills_at`: from this step on the disk takes
    nothing more, and the process is ended soon after. The ids of committed jobs go to `told`.
    """

    folder: str
    told: str
    base_url: str
    key: str
    wire: str
    lists_jobs: bool
    honours_keys: bool
    can_cancel: bool
    orders: tuple[Order, ...] = ()
    cancels: bool = False
    fills_at: str = ""
    kill: Kill | None = None

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Self:
        plain = json.loads(text)
        kill = plain.pop("kill")
        orders = tuple(Order(**order) for order in plain.pop("orders"))
        return cls(**plain, orders=orders, kill=kill and Kill(**{**kill, "how": How(kill["how"])}))

    @property
    def log(self) -> Path:
        """What the process says."""
        return Path(self.folder).with_suffix(".log")
