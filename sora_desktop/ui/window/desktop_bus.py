"""The session's bus, as org.freedesktop.Notifications has it (Desktop Notifications Specification 1.3). Linux.

Loaded with the first notice, in the background: it is joined with a wait, and from then on read and written without.
"""

import logging
from dataclasses import field
from html import escape
from pathlib import Path
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection

from sora_desktop.base.values import dataclass
from sora_desktop.ui.window.buses import GONE, answered, joined

log = logging.getLogger(__name__)

_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_ADDRESS = DBusAddress(_PATH, _SERVICE, _SERVICE)
_WHEN_THE_DESKTOP_LIKES = -1


@dataclass(slots=True)
class Heard:
    """`shown`: the serial of an asking with the number that the notice has; `pressed` and `closed`: such numbers.

    `tokens`: such a number with the token by which its press lets a window come to the front; it comes before the press.
    `problem` is why the bus has gone, None where it is there.
    """

    shown: list[tuple[int, int]] = field(default_factory=list)
    pressed: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    tokens: list[tuple[int, str]] = field(default_factory=list)
    problem: Exception | None = None


class DesktopBus:
    """`reads_markup`: whether the desktop takes the body of a notice for markup; it never gets any."""

    def __init__(self, connection: DBusConnection, *, reads_markup: bool) -> None:
        self._connection = connection
        self._reads_markup = reads_markup

    @classmethod
    def join(cls) -> Self | None:
        """None where there is no bus, or nobody on it who shows notices. Waits; for a thread of its own."""
        connection = joined("there is no desktop that could tell of clips")
        if connection is None:
            return None
        try:
            answer = answered(connection, new_method_call(_ADDRESS, "GetCapabilities"))
            if answer is not None:
                rule = MatchRule(type="signal", interface=_SERVICE, path=_PATH)
                connection.send(message_bus.AddMatch(rule))
                return cls(connection, reads_markup="body-markup" in answer.body[0])
        except GONE as problem:
            log.info("the desktop does not show notices: %s", problem)
        connection.close()
        return None

    @property
    def file_number(self) -> int:
        """Of the socket, to wait for it."""
        return int(self._connection.sock.fileno())

    def show(self, app: str, title: str, body: str, *, button: str, picture: Path | None, replaces: int) -> int:
        """Ask for a notice in place of the one of number `replaces` (0 for a new one); the serial of the asking."""
        hints = {"desktop-entry": ("s", "sora-desktop")}
        if picture is not None:
            hints["image-path"] = ("s", str(picture))
        words = escape(body, quote=False) if self._reads_markup else body
        values = (app, replaces, "sora-desktop", title, words, ["default", button], hints, _WHEN_THE_DESKTOP_LIKES)
        serial = next(self._connection.outgoing_serial)
        self._connection.send(new_method_call(_ADDRESS, "Notify", "susssasa{sv}i", values), serial=serial)
        return int(serial)

    def heard(self) -> Heard:
        """All that is there to be read, without waiting."""
        heard = Heard()
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return heard
            except GONE as problem:
                heard.problem = problem
                return heard
            fields: dict[Any, Any] = message.header.fields
            match fields.get(HeaderFields.member), message.body:
                case None, (int() as number,):
                    heard.shown.append((int(fields.get(HeaderFields.reply_serial, -1)), number))
                case "ActivationToken", (int() as number, str() as token):
                    heard.tokens.append((number, token))
                case "ActionInvoked", (int() as number, *_):
                    heard.pressed.append(number)
                case "NotificationClosed", (int() as number, *_):
                    heard.closed.append(number)

    def close(self) -> None:
        self._connection.close()
