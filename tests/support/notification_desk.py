"""A desktop that shows notices, on a session bus of its own: org.freedesktop.Notifications over a real dbus-daemon. Linux.

It also has a dock, which hears what programs say of themselves, a screen saver that is told to stay away, and a portal
that tells of the person's `settings`: by namespace and key, each with its type.

with NotificationDesk() as desk:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desk.address)
    …
    notice = desk.next_notice()
    desk.press(notice)
"""

import queue
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from jeepney import HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.bus_messages import DBusNameFlags
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Endianness
from jeepney.wrappers import DBusAddress

from tests.support.patience import PATIENCE_SECONDS

_SAVER = "org.freedesktop.ScreenSaver"
_PORTAL = "org.freedesktop.portal.Desktop"
_LAUNCHER = "com.canonical.Unity.LauncherEntry"
_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Notice:
    """What the desktop was asked to show; `replaces` is the number of the one that it takes the place of, or 0."""

    number: int
    replaces: int
    title: str
    body: str
    hints: dict[str, Any]


class NotificationDesk:
    def __init__(self, *, reads_markup: bool = True) -> None:
        if shutil.which("dbus-daemon") is None:
            pytest.skip("this system has no dbus-daemon")
        self._capabilities = ["actions", "body", *(["body-markup"] if reads_markup else [])]
        self._home = tempfile.TemporaryDirectory(prefix="desk-")
        self._notices: queue.Queue[Notice] = queue.Queue()
        self.dock: queue.Queue[dict[str, Any]] = queue.Queue()
        """What the dock was told, a turn each: `count`, `progress` and whether these are to be seen."""
        self.awake: queue.Queue[str] = queue.Queue()
        """`held` and `let go`, as a program asked for it, and `gone` where one went without a word."""
        self.settings: dict[str, dict[str, tuple[str, Any]]] = {}
        self._holders: set[str] = set()
        self._to_send: queue.Queue[Message] = queue.Queue()
        self._is_over = threading.Event()
        self._last = 0
        self.address = ""

    def __enter__(self) -> Self:
        settings = Path(self._home.name, "bus.conf")
        settings.write_text(_BUS.format(folder=self._home.name))
        command = ["dbus-daemon", f"--config-file={settings}", "--nofork", "--print-address=1"]
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        self._connection = open_dbus_connection(self.address)
        for name in (_SERVICE, _SAVER, _PORTAL):
            self._connection.send_and_get_reply(message_bus.RequestName(name, DBusNameFlags.do_not_queue))
        for rule in (
            MatchRule(type="signal", interface=_LAUNCHER),
            MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged"),
        ):
            self._connection.send_and_get_reply(message_bus.AddMatch(rule))
        self._thread = threading.Thread(target=self._serve, args=(self._connection,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()
        self._connection.close()
        self._daemon.terminate()
        self._daemon.wait()
        if self._daemon.stdout is not None:
            self._daemon.stdout.close()
        self._home.cleanup()

    def next_notice(self) -> Notice:
        """The next one that the desktop was asked to show."""
        return self._notices.get(timeout=PATIENCE_SECONDS)

    @property
    def is_empty(self) -> bool:
        return self._notices.empty()

    def press(self, notice: Notice, token: str = "") -> None:
        """A person presses it; the desktop then takes it away. `token`: that of Wayland."""
        emitter = DBusAddress(_PATH, _SERVICE, _SERVICE)
        if token:
            self._to_send.put(new_signal(emitter, "ActivationToken", "us", (notice.number, token)))
        self._to_send.put(new_signal(emitter, "ActionInvoked", "us", (notice.number, "default")))
        self._to_send.put(new_signal(emitter, "NotificationClosed", "uu", (notice.number, 2)))

    def _serve(self, connection: DBusConnection) -> None:
        while not self._is_over.is_set():
            while not self._to_send.empty():
                connection.send(self._to_send.get())
            try:
                asked = connection.receive(timeout=_LOOK_SECONDS)
            except TimeoutError:
                continue
            if asked.header.message_type is MessageType.method_call:
                connection.send(self._answer(asked))
            else:
                self._hear(asked)

    def _hear(self, said: Message) -> None:
        match said.header.fields.get(HeaderFields.member), said.body:
            case "Update", (str(), dict() as values):
                self.dock.put({name: value for name, (_, value) in values.items()})
            case "NameOwnerChanged", (str() as name, _, "") if name in self._holders:
                self._holders.discard(name)
                self.awake.put("gone")

    def _answer_saver(self, asked: Message) -> Message:
        sender = str(asked.header.fields[HeaderFields.sender])
        if asked.header.fields[HeaderFields.member] == "Inhibit":
            self._holders.add(sender)
            self.awake.put("held")
            return new_method_return(asked, "u", (7,))
        self._holders.discard(sender)
        self.awake.put("let go" if asked.body == (7,) else "odd")
        return new_method_return(asked)

    def _answer(self, asked: Message) -> Message:
        assert asked.header.endianness is Endianness.little
        if asked.header.fields[HeaderFields.member] in ("Inhibit", "UnInhibit"):
            return self._answer_saver(asked)
        if asked.header.fields[HeaderFields.member] == "ReadAll":
            (wanted,) = asked.body
            told = {name: values for name, values in self.settings.items() if name in wanted}
            return new_method_return(asked, "a{sa{sv}}", (told,))
        if asked.header.fields[HeaderFields.member] == "GetCapabilities":
            return new_method_return(asked, "as", (self._capabilities,))
        _app, replaces, _icon, title, body, _actions, hints, _milliseconds = asked.body
        number = replaces or self._last + 1
        self._last = max(number, self._last)
        self._notices.put(Notice(number, replaces, title, body, {name: value for name, (_, value) in hints.items()}))
        return new_method_return(asked, "u", (number,))
