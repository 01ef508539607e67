"""The message buses of a desktop (D-Bus), for those who tell something there, or ask. Linux."""

import logging

from jeepney import Message, MessageType
from jeepney.io.blocking import DBusConnection, open_dbus_connection

log = logging.getLogger(__name__)

GONE = (OSError, EOFError, ValueError, KeyError, RuntimeError)
"""What a bus that is not there, or goes, ends with."""
_ANSWER_SECONDS = 2.0


def joined(lacks: str, *, bus: str = "SESSION", enable_fds: bool = False) -> DBusConnection | None:
    """None where there is no such bus; `lacks` says for the log what there is not without it. Waits."""
    try:
        return open_dbus_connection(bus=bus, enable_fds=enable_fds)
    except GONE as problem:
        log.info("%s: %s", lacks, problem)
        return None


def answered(connection: DBusConnection, asked: Message) -> Message | None:
    """The answer, None where it is a refusal. Waits; ends with one of `GONE` where the bus goes."""
    answer = connection.send_and_get_reply(asked, timeout=_ANSWER_SECONDS)
    return answer if answer.header.message_type is MessageType.method_return else None
