"""Work beside the window is done in other threads, and heard of in the window's."""

import threading

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common.background import THREADS, Background


def test_what_was_done_elsewhere_is_heard_of_in_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[tuple[bool, bool]] = []

    def hear(was_elsewhere: bool) -> None:
        heard.append((was_elsewhere, QThread.currentThread() is qapp.thread()))

    background = Background()
    background.run(lambda: QThread.currentThread() is not qapp.thread(), hear)
    qtbot.waitUntil(lambda: heard != [])

    assert [(True, True)] == heard


def test_work_that_waits_does_not_keep_all_threads(qtbot: QtBot) -> None:
    background, disk, heard = Background(), threading.Event(), list[str]()
    for _ in range(THREADS - 1):
        background.run(disk.wait, lambda _done: heard.append("slow"))
    background.run(lambda: None, lambda _nothing: heard.append("quick"))
    qtbot.waitUntil(lambda: heard == ["quick"])

    disk.set()
    qtbot.waitUntil(lambda: len(heard) == THREADS)


def test_of_an_owner_that_is_gone_nothing_more_is_heard(qtbot: QtBot, qapp: QApplication) -> None:
    gone, there = Background(), Background()
    disk, heard = threading.Event(), list[str]()
    gone.run(disk.wait, lambda _done: heard.append("gone"))
    gone.deleteLater()
    del gone
    qtbot.waitUntil(lambda: qapp.sendPostedEvents(None, 52) is None)
    disk.set()
    there.run(lambda: None, lambda _nothing: heard.append("there"))
    qtbot.waitUntil(lambda: heard != [])

    assert ["there"] == heard
