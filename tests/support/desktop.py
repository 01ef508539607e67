"""A small desktop of a test's own: a screen, a window manager, a session bus with assistive technology. Linux.

    with Desktop() as desktop, AnewWindowProcess(data_dir, **desktop.environment) as window:
        desktop.press("ctrl+Return")

What a person presses goes through the X server to whichever window has the keyboard; nothing is sent to Qt itself.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.support.patience import Patience

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
NEEDED = ("Xvfb", "jwm", "dbus-daemon", "xdotool")
MANAGER = """<?xml version="1.0"?>
<JWM><FocusModel>click</FocusModel><Desktops width="1" height="1"/><MoveMode>opaque</MoveMode></JWM>
"""
"""No key is the window manager's own: each goes to the program."""
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
ACCESSIBILITY = f"""[D-BUS Service]
Name=org.a11y.Bus
Exec={LAUNCHER}
"""
LOOK_AGAIN_SECONDS = 0.05
_NEVER = threading.Event()


def until(condition: Callable[[], object], what: str) -> None:
    """Look again and again until it is so."""
    patience = Patience()
    while not condition():
        assert not patience.is_over(), f"not in time: {what}"
        _NEVER.wait(LOOK_AGAIN_SECONDS)


class Desktop:
    """Ends with its block; programs that were started on it must have ended before."""

    def __init__(self) -> None:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing or not Path(LAUNCHER).exists():
            pytest.skip(f"this system has no {', '.join(missing) or LAUNCHER}")
        self._home = tempfile.TemporaryDirectory(prefix="desktop-")
        self._folder = Path(self._home.name)
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self._end()

    def _start(self) -> None:
        display = self._told("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset")
        self.environment = {
            "DISPLAY": f":{display}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "GSETTINGS_BACKEND": "memory",
            "XDG_RUNTIME_DIR": str(self._folder),
        }
        (self._folder / "services").mkdir()
        (self._folder / "services" / "org.a11y.Bus.service").write_text(ACCESSIBILITY)
        (self._folder / "bus.conf").write_text(BUS.format(folder=self._folder))
        address = self._told("dbus-daemon", f"--config-file={self._folder}/bus.conf", "--nofork", "--print-address=1")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        (self._folder / "jwmrc").write_text(MANAGER)
        self._run("jwm", "-f", str(self._folder / "jwmrc"))

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )
        self._processes.append(process)
        return process

    def _told(self, *command: str) -> str:
        """Run it, and give back the line in which it tells where it is to be found."""
        stdout = self._run(*command).stdout
        assert stdout is not None
        line = stdout.readline().decode().strip()
        assert line, f"{command[0]} did not start"
        return line

    def _end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.communicate()
        self._home.cleanup()

    # ------------------------------------------------------------ a person at it

    def press(self, *keys: str) -> None:
        """Press keys one after another, each such as `Return` or `ctrl+shift+v`."""
        self._x("key", "--delay", "20", *keys)

    def type(self, words: str) -> None:
        self._x("type", "--delay", "10", words)

    def active_window(self) -> str:
        """The title of the window that has the keyboard; empty where none has."""
        found = self._x("getactivewindow", "getwindowname", check=False)
        return found.strip()

    def wait_for_window(self, title: str) -> None:
        """Until the window of exactly this title has the keyboard: a sheet's own title may hold the program's name."""
        until(lambda: self.active_window() == title, f"the keyboard in {title!r}, not in {self.active_window()!r}")

    def _x(self, *order: str, check: bool = True) -> str:
        done = subprocess.run(
            [shutil.which("xdotool") or "xdotool", *order],
            env={**os.environ, **self.environment},
            check=check,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return done.stdout.decode()
