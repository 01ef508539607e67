"""Run a command in a network where a name server listens and never answers. As root of a namespace of its own.

unshare -rmn python -m tests.support.silent_names COMMAND…
"""

import fcntl
import os
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

UP = 0x1 | 0x40
SET_FLAGS = 0x8914


def bring_up_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def listen_to_questions() -> None:
    """The socket goes on to the command: what is sent to it is never read."""
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 53))
    os.set_inheritable(silent.detach(), True)


def ask_here() -> None:
    with tempfile.NamedTemporaryFile("w", prefix="resolv-", delete=False) as file:
        file.write("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)  # noqa: S607 -- the system's own
    Path(file.name).unlink()


if __name__ == "__main__":
    bring_up_loopback()
    listen_to_questions()
    ask_here()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 -- what the test gives
