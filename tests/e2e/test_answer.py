"""A paid job whose answer had no id that the app could find: a person reads the answer, takes the id, and has the clip."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton

from sora_desktop.ui.queue.job_actions import JobAction
from tests.servers.http_server import Reply
from tests.servers.personalities import RemoteJob
from tests.servers.service import FakeService
from tests.support.drive import Hand, in_window
from tests.support.finding import child
from tests.support.formats import UNIALL
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.until import until

PROMPT = "a fox in snow"
HIDDEN = "filed-7f3a91c2"
"""Stands in a sentence of the answer: no reader of fields can know it for an id."""


@pytest.fixture
def gateway() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        yield running


def select(answer: QPlainTextEdit, words: str) -> None:
    start = answer.toPlainText().index(words)
    cursor = answer.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    answer.setTextCursor(cursor)


def test_an_id_that_only_a_person_can_see_is_selected_in_the_answer_and_brings_the_clip(
    run_gui: RunGui, tmp_path: Path, gateway: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        await hand.add_connection("Gateway", gateway.base_url, UNIALL, gateway.key)
        hand.type_prompt(PROMPT)
        hand.pick_model("sora2-landscape-4s")
        gateway.jobs[HIDDEN] = RemoteJob(HIDDEN, "sora2-landscape-4s", PROMPT, "4", "", int(time.time()), {})
        gateway.reply_next("submit", Reply.of_json({"ok": True, "note": f"filed under <{HIDDEN}>, key {gateway.key}"}))
        await hand.generate()
        unknown = await hand.job_in("unknown")
        hand.window.queue._do(unknown, JobAction.ANSWER)
        sheet = child(hand.window, QDialog, "pasteIdSheet")
        answer, use = child(sheet, QPlainTextEdit, "answerText"), child(sheet, QPushButton, "remoteIdUse")
        assert gateway.key not in answer.toPlainText()

        child(sheet, QLineEdit, "remoteIdEdit").setText("filed-0000")
        use.click()
        await until(lambda: "no job with that id" in hand.everything_said(), what="why it is not taken stands there")
        select(answer, HIDDEN)
        use.click()
        await hand.job_in("done")
        assert hand.window.findChildren(QDialog, "pasteIdSheet") == []
        assert len(hand.clips()) == 1

    in_window(run_gui, tmp_path, story)
    assert len(gateway.requests("submit")) == 1
