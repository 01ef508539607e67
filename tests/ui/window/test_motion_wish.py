"""The desktop's wish for less motion: a real bus, and a portal that tells of a person's settings."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common import motion
from sora_desktop.ui.common.motion import LONGEST_MILLISECONDS, MOTION
from sora_desktop.ui.window.motion_wish import MotionWish
from tests.support.notification_desk import NotificationDesk

LESS = {
    "any": {"org.freedesktop.appearance": {"reduced-motion": ("u", 1)}},
    "GNOME": {"org.gnome.desktop.interface": {"enable-animations": ("b", False)}},
    "KDE": {"org.kde.kdeglobals.KDE": {"AnimationDurationFactor": ("s", "0")}},
}
AS_USUAL = {
    "silent": {},
    "any": {"org.freedesktop.appearance": {"reduced-motion": ("u", 0), "contrast": ("u", 1)}},
    "GNOME": {"org.gnome.desktop.interface": {"enable-animations": ("b", True)}},
    "KDE": {"org.kde.kdeglobals.KDE": {"AnimationDurationFactor": ("s", "0.5")}},
}
CASES = [*((name, told, 0) for name, told in LESS.items())]
CASES += [(name, told, LONGEST_MILLISECONDS) for name, told in AS_USUAL.items()]


@pytest.fixture
def wish(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MotionWish]:
    monkeypatch.setattr(motion, "UNSEEN", ())
    monkeypatch.setattr(MOTION, "system_agrees", True)
    made = MotionWish()
    yield made
    made.close()


def ask(qtbot: QtBot, wish: MotionWish, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bool] = []

    def take(agrees: bool) -> None:
        heard.append(agrees)
        MotionWish._take(agrees)

    monkeypatch.setattr(wish, "_take", take)
    wish.ask()
    qtbot.waitUntil(lambda: bool(heard))


@pytest.mark.parametrize(("told", "milliseconds"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_moves_follows_what_the_desktop_says(
    qtbot: QtBot, wish: MotionWish, monkeypatch: pytest.MonkeyPatch, told: Any, milliseconds: int
) -> None:
    with NotificationDesk() as desk:
        desk.settings = told
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desk.address)
        ask(qtbot, wish, monkeypatch)

    assert milliseconds == MOTION.milliseconds


@pytest.mark.parametrize("address", ["unix:path=/nowhere", "nonsense"])
def test_without_a_bus_things_move_unless_a_person_wants_none(
    qtbot: QtBot, wish: MotionWish, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    ask(qtbot, wish, monkeypatch)
    assert LONGEST_MILLISECONDS == MOTION.milliseconds

    monkeypatch.setattr(MOTION, "wanted", False)
    assert MOTION.milliseconds == 0
