"""What a screen reader gets of a program, over the accessibility bus that it really uses (AT-SPI). Linux.

    with ScreenReader(desktop) as reader:
        reader.wait_for(lambda said: said.kind == "focus" and "fox" in said.name)

It hears focus, changed states, names and values, and announcements, in the order in which they were sent.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from jeepney import DBusAddress, MatchRule, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tests.support.desktop import Desktop
from tests.support.patience import Patience

_SPI = "org.a11y.atspi"
_ROOT = "/org/a11y/atspi/accessible/root"
_STATES = {
    1: "active",
    4: "checked",
    8: "enabled",
    9: "expandable",
    10: "expanded",
    11: "focusable",
    12: "focused",
    20: "pressed",
    23: "selected",
    25: "showing",
    30: "visible",
    41: "checkable",
    42: "has popup",
    43: "read only",
}
_HEARD = (
    "object:state-changed",
    "object:property-change",
    "object:announcement",
    "object:active-descendant-changed",
    "object:value-changed",
    "object:selection-changed",
    "object:text-changed",
    "object:text-caret-moved",
    "object:children-changed",
    "focus",
    "window",
)
_LIMIT_SECONDS = 20.0


@dataclass(frozen=True)
class Said:
    """One event: `kind` such as `StateChanged focused 1`, `PropertyChange accessible-name` or `Announcement`."""

    kind: str
    words: str
    at: "Node"
    politeness: int = 0


@dataclass(frozen=True)
class Node:
    """A thing of the tree. What it is, is asked anew each time."""

    reader: "ScreenReader"
    bus_name: str
    path: str

    def _call(self, interface: str, method: str, signature: str = "", *values: object) -> Any:
        return self.reader.call(self.bus_name, self.path, interface, method, signature, *values)

    def _get(self, interface: str, name: str) -> Any:
        return self.reader.get(self.bus_name, self.path, interface, name)

    @property
    def name(self) -> str:
        return str(self._get(f"{_SPI}.Accessible", "Name"))

    @property
    def description(self) -> str:
        return str(self._get(f"{_SPI}.Accessible", "Description"))

    @property
    def role(self) -> str:
        return str(self._call(f"{_SPI}.Accessible", "GetRoleName"))

    @property
    def states(self) -> set[str]:
        low, high = self._call(f"{_SPI}.Accessible", "GetState")
        bits = low | high << 32
        return {name for bit, name in _STATES.items() if bits >> bit & 1}

    def act(self, name: str) -> None:
        assert self._call(f"{_SPI}.Action", "DoAction", "i", self.actions.index(name))

    def take_keyboard(self) -> None:
        """Let the keyboard come here, as a screen reader may."""
        assert self._call(f"{_SPI}.Component", "GrabFocus")

    @property
    def actions(self) -> list[str]:
        """The names of what can be done with it."""
        count = int(self._get(f"{_SPI}.Action", "NActions"))
        return [str(self._call(f"{_SPI}.Action", "GetName", "i", number)) for number in range(count)]

    @property
    def interfaces(self) -> list[str]:
        return [each.removeprefix(f"{_SPI}.") for each in self._call(f"{_SPI}.Accessible", "GetInterfaces")]

    @property
    def value(self) -> float:
        return float(self._get(f"{_SPI}.Value", "CurrentValue"))

    @property
    def text(self) -> str:
        return str(self._call(f"{_SPI}.Text", "GetText", "ii", 0, -1))

    @property
    def parent(self) -> "Node":
        return Node(self.reader, *self._get(f"{_SPI}.Accessible", "Parent"))

    @property
    def count(self) -> int:
        return int(self._get(f"{_SPI}.Accessible", "ChildCount"))

    def child(self, number: int) -> "Node":
        return Node(self.reader, *self._call(f"{_SPI}.Accessible", "GetChildAtIndex", "i", number))

    @property
    def children(self) -> list["Node"]:
        return [Node(self.reader, *each) for each in self._call(f"{_SPI}.Accessible", "GetChildren")]

    def walk(self) -> Iterator["Node"]:
        """It and everything in it, from the front."""
        yield self
        for each in self.children:
            yield from each.walk()

    def find(self, role: str, words: str = "") -> "Node":
        """The first of this role whose name has these words, that can be seen."""
        found = [each for each in self.walk() if each.role == role and words in each.name]
        assert found, f"no {role} {words!r} in {self.outline()}"
        return next((each for each in found if "showing" in each.states), found[0])

    def outline(self, depth: int = 0) -> str:
        """A line for each thing that is showing."""
        states = self.states
        line = f"{'  ' * depth}{self.role} {self.name!r} {sorted(states & {'focused', 'checked', 'checkable'})}"
        inner = [each.outline(depth + 1) for each in self.children if "showing" in each.states]
        return "\n".join([line, *inner])


class ScreenReader:
    """Takes the place of one from its first moment to the end of its block."""

    def __init__(self, desktop: Desktop) -> None:
        self._session = open_dbus_connection(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            _answer(self._session, Properties(status).set(name, "b", True))
        bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        (address,) = _answer(self._session, new_method_call(bus, "GetAddress"))
        self._asking, self._hearing = open_dbus_connection(address), open_dbus_connection(address)
        self._heard: deque[Said] = deque()
        self.all: list[Said] = []
        self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        for connection in (self._hearing, self._asking, self._session):
            connection.close()

    def _listen(self) -> None:
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        for kind in ("Object", "Focus", "Window"):
            rule = MatchRule(type="signal", interface=f"{_SPI}.Event.{kind}")
            _answer(self._hearing, new_method_call(bus, "AddMatch", "s", (rule.serialise(),)))
        registry = DBusAddress("/org/a11y/atspi/registry", f"{_SPI}.Registry", f"{_SPI}.Registry")
        for kind in _HEARD:
            _answer(self._hearing, new_method_call(registry, "RegisterEvent", "sass", (kind, [], "")))

    # ------------------------------------------------------------ the tree

    def call(self, bus_name: str, path: str, interface: str, method: str, signature: str, *values: object) -> Any:
        address = DBusAddress(path, bus_name, interface)
        answer = _answer(self._asking, new_method_call(address, method, signature or None, values))
        return answer[0] if len(answer) == 1 else answer

    def get(self, bus_name: str, path: str, interface: str, name: str) -> Any:
        ((_kind, value),) = _answer(self._asking, Properties(DBusAddress(path, bus_name, interface)).get(name))
        return value

    @property
    def programs(self) -> list[Node]:
        return Node(self, f"{_SPI}.Registry", _ROOT).children

    def program(self, words: str = "Sora Desktop") -> Node:
        """The program of this name, as soon as it is there."""
        patience = Patience()
        while True:
            for each in self.programs:
                with contextlib.suppress(Exception):
                    if words in each.name:
                        return each
            assert not patience.is_over(), f"no program {words!r}"

    # ------------------------------------------------------------ what is said

    def hear(self, seconds: float = 0.0) -> list[Said]:
        """What was said since it was asked last; it waits so long for the first word."""
        with contextlib.suppress(TimeoutError):
            while True:
                said = self._understood(self._hearing.receive(timeout=0.0 if self._heard else seconds))
                if said is not None:
                    self._heard.append(said)
                    self.all.append(said)
        heard = list(self._heard)
        self._heard.clear()
        return heard

    def wait_for(self, is_it: Callable[[Said], bool], what: str = "") -> Said:
        """The first from here on of which this is true; what came before it is forgotten."""
        patience, before = Patience(), []
        while not patience.is_over():
            heard = self.hear(0.2)
            for place, each in enumerate(heard):
                if is_it(each):
                    self._heard.extend(heard[place + 1 :])
                    return each
                before.append((each.kind, each.words))
        raise AssertionError(f"never heard {what}; heard {before[-40:]}")

    def _understood(self, message: Message) -> Said | None:
        fields = {field.name: value for field, value in message.header.fields.items()}
        if message.header.message_type is not MessageType.signal or ".Event." not in fields["interface"]:
            return None
        kind, first, _second, (_signature, data), *_ = message.body
        node = Node(self, fields["sender"], fields["path"])
        member = " ".join(each for each in (fields["member"], kind) if each)
        if member.startswith("StateChanged"):
            member += f" {first}"
        return Said(member, data if isinstance(data, str) else str(data), node, first)


def _answer(connection: DBusConnection, message: Message) -> tuple[Any, ...]:
    answer: tuple[Any, ...] = unwrap_msg(connection.send_and_get_reply(message, timeout=_LIMIT_SECONDS))
    return answer
