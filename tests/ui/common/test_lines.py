"""What reaches the layout of text is bounded by what can be seen: an endless prompt costs no more than a long one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from sora_desktop.base.safe_text import LIMIT
from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.events import Notice, Snapshot
from sora_desktop.domain.job import JobState
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.settings import Settings, View
from sora_desktop.ui.common import lines
from sora_desktop.ui.common.lines import broken, cut, elided
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import sample_clip, sample_job

ENDLESS = "x" * 100_000
ON_A_LINE = 1_000
"""Characters: more than a line of this window can show."""


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of every text that is measured or painted on a line from here on."""
    lengths: list[int] = []

    def watched(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def note(self: Any, *arguments: Any) -> Any:
            lengths.extend(len(each) for each in arguments if isinstance(each, str))
            return real(self, *arguments)

        monkeypatch.setattr(owner, name, note)

    for owner, name in (
        (QFontMetrics, "elidedText"),
        (QFontMetrics, "horizontalAdvance"),
        (QFontMetrics, "boundingRect"),
        (QPainter, "drawText"),
    ):
        watched(owner, name)

    def layout(words: str, font: QFont) -> QTextLayout:
        lengths.append(len(words))
        return QTextLayout(words, font)

    monkeypatch.setattr(lines, "QTextLayout", layout)
    return lengths


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path) -> MainWindow:
    """A window in which every name and prompt is endless."""
    request = sample_job().request
    models = tuple(replace(model, id=f"{model.id}{ENDLESS}") for model in Connection("", "", "").models)
    service = Connection("s", ENDLESS, "https://s.example.com", models=models, key_place=KeyPlace.SESSION)
    endless = replace(request, prompt=ENDLESS, model=replace(request.model, id=ENDLESS))
    jobs = [
        sample_job(f"job-{state}", state, request=endless, service=ServiceRef.of(service), reason=message(ENDLESS))
        for state in JobState
    ]
    clip = sample_clip(tmp_path / f"{'x' * 100}.mp4", unchecked=message(ENDLESS))
    clip = replace(clip, recipe=replace(clip.recipe, request=endless, connection_name=ENDLESS))
    made = MainWindow(commands, theme, Settings(), library_folder=tmp_path)
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.resize(1600, 900)
    made.show()
    made.load(Snapshot(tuple(jobs), (clip,), (service,), "s", (), Settings()))
    made.stage.show_clip(clip, play=False)
    return made


@pytest.mark.parametrize("view", View)
def test_an_endless_word_reaches_no_line_of_the_window_whole(
    window: MainWindow, qtbot: QtBot, laid_out: list[int], view: View
) -> None:
    strip = child(window, QListView, "takeStrip")
    qtbot.waitUntil(lambda: strip.model().rowCount() > len(JobState) // 2)
    window.wishes.show_view(view)
    window.drawer.show_open(is_open=True)
    window.grab()

    assert laid_out
    assert max(laid_out) <= ON_A_LINE


def test_no_label_is_given_more_than_is_ever_shown(window: MainWindow) -> None:
    window.apply(Notice(message(ENDLESS)))
    window.compose.restore(replace(sample_job().request, prompt=ENDLESS))

    assert max(len(label.text()) for label in window.findChildren(QLabel)) <= LIMIT


def test_the_open_card_lays_out_a_reason_of_the_length_that_is_ever_shown(
    window: MainWindow, laid_out: list[int]
) -> None:
    window.drawer.open_by_person()
    window.queue._view.setCurrentIndex(window.jobs.index_of("job-failed"))
    QApplication.sendPostedEvents()
    window.grab()

    assert max(laid_out) <= LIMIT


def test_a_cut_line_looks_as_the_whole_one_would(qtbot: QtBot, qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    words = "a red fox runs through the snow at dawn " * 200

    for mode in (Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle):
        for width in (0, 40, 300, 900):
            assert metrics.elidedText(words, mode, width) == elided(metrics, words, width, mode)


def test_a_line_that_fits_is_left_alone() -> None:
    assert "a fox" == cut("a fox", 10)


@pytest.mark.parametrize("words", ["🦊" * 40, "a 🦊 " * 20, "狐狸在雪地里奔跑" * 6], ids=["faces", "both", "Chinese"])
def test_signs_of_two_units_are_counted_as_one_where_a_line_is_broken(qtbot: QtBot, words: str) -> None:
    font = QFont()
    width = QFontMetrics(font).horizontalAdvance("🦊" * 10)
    made = broken(words, font, width, 3)

    assert words.startswith(made[0])
    assert words.removeprefix(made[0]).strip().startswith(made[1])
    assert all(QFontMetrics(font).horizontalAdvance(line) <= width for line in made)
