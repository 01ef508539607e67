"""The language is changed in the settings: the window speaks it at once, and nothing that stood in it is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from sora_desktop.app import WindowRun, make_application
from sora_desktop.domain.settings import LanguageTag
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import load_settings
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.language import current, speak
from sora_desktop.ui.window.window import MainWindow
from tests.support.drive import Hand
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


@pytest.mark.usefixtures("with_engine")
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

            first.settings.change(language=LanguageTag("ar_XB"))

            second = await until(lambda: run.window if run.window is not first else None, what="another window")
            await until(lambda: second.stage.clip, what="the clip is on its stage")
            assert second.compose.draft() == draft
            assert [job.id for job in Hand(second, bridge).jobs()] == [made.id]
            assert second.layoutDirection() == Qt.LayoutDirection.RightToLeft
            assert second.isVisible()
            assert not first.isVisible()
            assert second.sheets.settings.isVisible()
            await until(lambda: load_settings(Paths(data_dir).settings).language == "ar_XB", what="it is kept")
            second.settings.change(language=LanguageTag("en"))
            third = await until(lambda: run.window if run.window is not second else None, what="a third window")
            assert third.layoutDirection() == Qt.LayoutDirection.LeftToRight
            return 0

        await run.run(story)

    run_gui(live())
