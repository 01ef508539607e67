"""The language is changed in the settings: the window speaks it at once, and nothing that stood in it is lost."""

import asyncio
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from sora_desktop.app import WindowRun, make_application
from sora_desktop.base.sentences import message
from sora_desktop.domain.budget import Asked, Spend
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import OverBudgetError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.job import Job
from sora_desktop.domain.settings import LanguageTag
from sora_desktop.store.drafts import load_draft, save_draft
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import load_settings
from sora_desktop.studio.studio import Studio
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.compose.generate_row import GenerateButton
from sora_desktop.ui.language import current, speak, tr
from sora_desktop.ui.window.sentences import OPEN_AGAIN
from sora_desktop.ui.window.window import MainWindow
from tests.support.drive import Hand
from tests.support.finding import child
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.until import until

PROMPT = "A red fox runs through snow at dawn"


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Iterator[None]:
    before, locale, direction = current(), QLocale(), qapp.layoutDirection()
    yield
    speak(before)
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(direction)


@pytest.mark.usefixtures("with_sparing_engine")
def test_the_window_is_made_anew_with_the_draft_the_jobs_and_the_clip_that_stood_in_it(
    run_gui: RunGui, tmp_path: Path
) -> None:
    application, data_dir = make_application(), tmp_path / "data"

    async def live() -> None:
        run = WindowRun(application, data_dir)

        async def story(first: MainWindow, bridge: Bridge) -> int:
            hand = Hand(first, bridge)
            await hand.ready()
            hand.type_prompt("first")
            await hand.generate()
            made = await hand.job_in("done")
            await until(lambda: first.stage.clip, what="the clip is on the stage")
            hand.type_prompt(PROMPT)
            draft = first.compose.draft()

            old_sheet = first.sheets.settings
            old_sheet.open()
            bridge.tell(Notice(message("The disk is nearly full."), Severity.WARNING, topic="disk"))
            await until(lambda: first.notices.notices, what="a warning that nobody has put away")
            first.settings.change(language=LanguageTag("ar_XB"))

            second = await until(lambda: run.window if run.window is not first else None, what="another window")
            await until(lambda: second.stage.clip, what="the clip is on its stage")
            assert second.compose.draft() == draft
            assert [job.id for job in Hand(second, bridge).jobs()] == [made.id]
            assert second.layoutDirection() == Qt.LayoutDirection.RightToLeft
            assert second.isVisible()
            assert not any(isValid(each) and each.isVisible() for each in (first, old_sheet))
            await until(second.sheets.settings.isVisible, what="the settings stand there as before")
            assert ["disk"] == [each.topic for each in second.notices.notices]
            await until(lambda: load_settings(Paths(data_dir).settings).language == "ar_XB", what="it is kept")
            second.settings.change(language=LanguageTag("en"))
            third = await until(lambda: run.window if run.window is not second else None, what="a third window")
            assert third.layoutDirection() == Qt.LayoutDirection.LeftToRight
            return 0

        await run.run(story)

    run_gui(live())


async def another(run: WindowRun, before: MainWindow) -> MainWindow:
    await until(lambda: run.window is not before, what="another window")
    return run.window


def test_what_was_written_and_set_before_the_studio_is_open_is_in_the_new_window_and_kept(
    run_gui: RunGui, tmp_path: Path
) -> None:
    """The file has an older draft, and older settings: neither takes the place of what a person has done since."""
    application, paths = make_application(), Paths(tmp_path / "data")
    paths.root.mkdir()
    save_draft(paths, Draft("of yesterday"))

    async def live() -> None:
        run = WindowRun(application, paths.root)
        first = run.window
        Hand(first, run.bridge).type_prompt(PROMPT)
        first.settings.change(tell_when_away=False)
        first.settings.change(language=LanguageTag("ar_XB"))
        second = await another(run, first)
        second.settings.change(language=LanguageTag("en"))
        third = await another(run, second)

        async def story(_window: MainWindow, bridge: Bridge) -> int:
            await Hand(third, bridge).ready()
            assert PROMPT == third.compose.draft().prompt
            assert (False, "en") == (third.settings.now.tell_when_away, third.settings.now.language)
            await until(lambda: load_draft(paths).prompt == PROMPT, what="the draft is kept")
            await until(lambda: not load_settings(paths.settings).tell_when_away, what="the settings are kept")
            return 0

        await run.run(story)

    run_gui(live())


def test_why_the_studio_did_not_open_and_how_to_try_again_is_said_in_the_new_language(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("the studio did not open")
    application, paths = make_application(), Paths(tmp_path)
    paths.make()

    async def live() -> None:
        run = WindowRun(application, tmp_path)
        first = run.window

        async def look() -> None:
            await until(lambda: not first.picker.isEnabled(), what="the window says that it is not open")
            first.settings.change(language=LanguageTag("ar_XB"))
            second = await another(run, first)
            assert not second.picker.isEnabled()
            assert [each.text for each in first.notices.notices] == [each.text for each in second.notices.notices]
            assert 1 == len(
                [each for each in second.notices.findChildren(QPushButton) if each.text() == tr(OPEN_AGAIN)]
            )
            second.close()

        looking = run.bridge.spawn(look(), "look")
        assert 0 == await run.run(None)
        await looking

    with own(paths):
        run_gui(live())


@pytest.mark.usefixtures("with_engine")
def test_a_question_about_the_budget_is_asked_on_the_window_that_lives_and_a_yes_there_counts(
    run_gui: RunGui, tmp_path: Path
) -> None:
    """Generate was pressed in the window before, and the answer came when another one stood in its place."""
    application = make_application()

    async def live() -> None:
        run = WindowRun(application, tmp_path / "data")

        async def story(first: MainWindow, bridge: Bridge) -> int:
            hand = Hand(first, bridge)
            await hand.ready()
            answer = held_back(await bridge.ready())
            hand.type_prompt(PROMPT)
            hand.click("generateButton")
            first.settings.change(language=LanguageTag("ar_XB"))
            second = await another(run, first)
            button = child(second, GenerateButton, "generateButton")
            assert not button.takes_presses, "what was pressed in the window before is not pressed and paid for again"
            answer.set()

            sheet = await until(lambda: second.findChild(ConfirmSheet), what="the question")
            assert (second, True) == (sheet.parentWidget(), sheet.isVisible())
            await until(lambda: button.takes_presses, what="Generate can be pressed again")
            child(sheet, QPushButton, "confirmYes").click()
            await until(lambda: Hand(second, bridge).jobs(), what="the job that a person agreed to")
            assert 1 == len(Hand(second, bridge).jobs())
            return 0

        await run.run(story)

    run_gui(live())


def held_back(studio: Studio | None) -> threading.Event:
    """Each submission is above the budget, which is said once this is set, and goes with a yes to just that."""
    assert studio is not None
    answer, submit, shown = threading.Event(), studio.jobs.submit, Asked("USD", Spend(Decimal("0.40"), 4, 1))

    async def asks(*request: Any, agreed: Asked | None = None) -> tuple[Job, ...]:
        await asyncio.to_thread(answer.wait)
        if agreed != shown:
            raise OverBudgetError(message("This comes to a lot."), shown)
        return await submit(*request)

    studio.jobs.submit = asks  # type: ignore[assignment, method-assign]
    return answer
