"""Every state that the window can be seen in, and how it is brought about, without a service or a studio."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import DiskFullError, HeldError, InUseError, OverBudgetError, UnreachableError
from sora_desktop.domain.events import Event, Health, HealthChanged, Notice, QueuePaused, Reach, Severity, Snapshot
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.parameters import ParameterValue
from sora_desktop.domain.settings import Settings
from sora_desktop.tour import samples
from sora_desktop.tour.still import StillCommands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.connections.model_editor import ModelSheet
from sora_desktop.ui.connections.order_sheet import OrderSheet
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.queue.charge_sheet import ChargeSheet
from sora_desktop.ui.queue.inside_sheet import InsideSheet
from sora_desktop.ui.queue.paste_id_sheet import PasteIdSheet
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow


class Scene:
    """One window after the other, each in the language that is spoken when it is made."""

    def __init__(self, theme: ThemeKeeper, folder: Path) -> None:
        self.theme = theme
        self.clips = samples.clips(folder)
        self.commands = StillCommands(samples.answers(self.clips))
        self.window = self.make_window()

    def make_window(self) -> MainWindow:
        """Another one, in place of the one before."""
        self.window = MainWindow(self.commands, self.theme, Settings(), library_folder=Path("/home/ada/Videos/Sora"))
        return self.window

    @property
    def sheet(self) -> QDialog | None:
        """The one that lies over the window, or over another sheet."""
        sheets = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        return next(
            (each for each in sheets if not any(each is not other and each.isAncestorOf(other) for other in sheets)),
            None,
        )

    def show(self, state: str) -> None:
        """Bring the window into this state, whatever it was in before."""
        self._clean()
        STATES[state](self)
        self.window.notices.clear_topic("draft")

    def _clean(self) -> None:
        for sheet in self.window.findChildren(QDialog):
            sheet.hide()
            if sheet.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose):
                sheet.deleteLater()
        for notice in self.window.notices.notices:
            self.window.notices.clear_topic(notice.topic)
        self.window.drawer.show_open(is_open=False)
        self.window.wishes.show_make()
        self.window.stage.clear()
        if self.window.compose.draft() != Draft():
            self.window.compose.replace_draft(Draft())
        self.window.settings.take(Settings())
        _no_connection(self)
        self.load()

    def load(self, jobs: tuple[Job, ...] = (), clips: tuple[Clip, ...] = (), **changes: object) -> None:
        """What the studio has; the service is there and answers, unless `changes` say otherwise."""
        snapshot = Snapshot(
            jobs,
            clips,
            samples.CONNECTIONS,
            samples.SERVICE.id,
            tuple((each.id, Health(Reach.ANSWERS)) for each in samples.CONNECTIONS),
            Settings(),
            formats=samples.FORMAT_FACTS,
        )
        self.window.load(replace(snapshot, **changes))  # type: ignore[arg-type]  # names of fields come as words

    def apply(self, *events: Event) -> None:
        for event in events:
            self.window.apply(event)

    def press(self, name: str) -> None:
        """Press a button as far as it is there."""
        button = self.window.findChild(QAbstractButton, name)
        if isinstance(button, QAbstractButton):
            button.click()

    def queue(self, *jobs: Job, current: Job | None = None) -> None:
        """Open the drawer with these jobs, one of them open."""
        self.load(jobs, self.clips)
        self.window.drawer.show_open(is_open=True)
        self.window.drawer.toggled.emit(True)
        self.window.queue.show_job((current or jobs[0]).id)


def _first_start(scene: Scene) -> None:
    scene.load(connections=(engine_connection(),), selected="engine")


def _no_connection(scene: Scene) -> None:
    scene.load(connections=(), selected="", health=())


def _not_open(scene: Scene) -> None:
    scene.window.show_not_open(InUseError().sentence)


def _compose(scene: Scene) -> None:
    scene.load(samples.running()[:1], scene.clips)
    model = samples.WITH_EXTRAS
    extras = (ParameterValue("seed", 4711), ParameterValue("negative_prompt", "people, text"))
    scene.window.compose.replace_draft(
        Draft(samples.PROMPTS[0], samples.PICTURE, model=model.id, seconds=8, takes=2, parameters=extras)
    )


def _compose_held(scene: Scene) -> None:
    scene.load((), scene.clips)
    gone = replace(samples.PICTURE, path=Path("/home/ada/Pictures/a picture that has gone.png"))
    scene.window.compose.replace_draft(Draft("", gone, takes=8))


def _running(scene: Scene) -> None:
    _compose(scene)
    scene.load(samples.running(), scene.clips)


def _playing(scene: Scene) -> None:
    _running(scene)
    scene.window.stage.show_clip(scene.clips[0], play=False)


def _finished(scene: Scene) -> None:
    done = replace(samples.job(JobState.DONE), clip_id=scene.clips[0].id)
    scene.load((done,), scene.clips)
    scene.window.stage.show_clip(scene.clips[0], play=False)


def _job(state: JobState) -> "State":
    return lambda scene: scene.queue(samples.job(state), *samples.running())


def _needs_key(scene: Scene) -> None:
    key_missing = Health(Reach.WRONG_KEY, samples.needs_key().reason)
    scene.queue(samples.needs_key(), *samples.running())
    scene.apply(HealthChanged(samples.SERVICE.id, key_missing))


def _every_job(scene: Scene) -> None:
    scene.queue(*samples.every_job(), current=samples.every_job()[3])


def _unchecked(scene: Scene) -> None:
    scene.load((replace(samples.job(JobState.DONE), id=scene.clips[1].job_id, clip_id=scene.clips[1].id),), scene.clips)
    scene.window.stage.show_clip(scene.clips[1], play=False)


def _offline(scene: Scene) -> None:
    _running(scene)
    why = UnreachableError(samples.NO_ROUTE).sentence
    scene.apply(HealthChanged(samples.SERVICE.id, Health(Reach.NO_ANSWER, why)))
    scene.apply(Notice(why, Severity.WARNING, topic="offline"))


def _paused(scene: Scene) -> None:
    _running(scene)
    scene.apply(QueuePaused(True), Notice(HeldError().sentence, Severity.WARNING, topic="held", stands_out=True))


def _disk_full(scene: Scene) -> None:
    scene.load((samples.job(JobState.FETCH_FAILED), *samples.running()), scene.clips)
    scene.apply(Notice(DiskFullError().sentence, Severity.ERROR, topic="disk"))
    scene.apply(Notice(UnreachableError(samples.NO_ROUTE).sentence, Severity.WARNING, topic="offline"))
    scene.apply(Notice(HeldError().sentence, Severity.WARNING, topic="other"))


def _over_budget(scene: Scene) -> None:
    _compose(scene)
    hint = say(OverBudgetError(samples.above_budget()).detail)
    yes, no = tr(shared.BUDGET_YES), tr(shared.BUDGET_NO)
    ConfirmSheet(tr(shared.BUDGET_TITLE), hint, yes, no, scene.window, careful=True).open()


def _close(scene: Scene) -> None:
    _running(scene)
    scene.window.close()


def _choose(scene: Scene) -> None:
    scene.load(samples.running(), scene.clips)
    scene.window.wishes.show_choose()


def _choose_playing(scene: Scene) -> None:
    _choose(scene)
    scene.window.stage.show_clip(scene.clips[0], play=False)


def _choose_empty(scene: Scene) -> None:
    scene.window.wishes.show_choose()


def _choose_nothing_found(scene: Scene) -> None:
    _choose(scene)
    search = scene.window.findChild(QLineEdit, "librarySearch")
    if isinstance(search, QLineEdit):
        search.setText(samples.NEVER_FOUND)
        search.textEdited.emit(search.text())


def _choose_with_queue(scene: Scene) -> None:
    scene.queue(*samples.every_job())
    scene.window.wishes.show_choose()


def _add_connection(scene: Scene) -> None:
    scene.window.sheets.open_for(None)


def _edit_connection(scene: Scene) -> None:
    scene.window.sheets.open_for(samples.SERVICE)


def _doctor(scene: Scene) -> None:
    scene.window.sheets.open_for(samples.SERVICE)
    scene.window.sheets.connection.extras.examine_button.click()


def _models(scene: Scene) -> None:
    sheet = ModelSheet(scene.commands, scene.window.connections, scene.window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open_for(samples.SERVICE)


def _order(scene: Scene) -> None:
    OrderSheet(scene.commands, scene.window.connections, scene.window).open()


def _prices(scene: Scene) -> None:
    scene.window.sheets.open_prices(samples.SERVICE, "")


def _spend(scene: Scene) -> None:
    scene.window.wishes.open_spend()


def _settings(scene: Scene) -> None:
    scene.window.wishes.open_settings()


def _about(scene: Scene) -> None:
    scene.window.wishes.open_about()


def _elsewhere(scene: Scene) -> None:
    scene.window.wishes.bring_in_jobs()


def _report(scene: Scene) -> None:
    scene.window.sheets.open_report("Sora Desktop\n" + "\n".join(samples.PROMPTS))


def _inside(scene: Scene) -> None:
    InsideSheet(scene.commands, samples.job(JobState.RUNNING), scene.window).open()


def _charge(scene: Scene) -> None:
    ChargeSheet(scene.commands, samples.job(JobState.DONE), scene.window).open()


def _paste_id(scene: Scene) -> None:
    unclear = samples.job(JobState.UNKNOWN, answer="<html>504 Gateway Time-out</html>")
    PasteIdSheet(unclear, scene.window).open()


State = Callable[[Scene], None]

STATES: Final[Mapping[str, State]] = {
    "first-start": _first_start,
    "no-connection": _no_connection,
    "not-open": _not_open,
    "empty": lambda scene: scene.load(),
    "compose": _compose,
    "compose-held": _compose_held,
    "running": _running,
    "playing": _playing,
    "finished": _finished,
    "refused": _job(JobState.REFUSED),
    "unknown": _job(JobState.UNKNOWN),
    "no-answer": _job(JobState.NO_ANSWER),
    "not-fetched": _job(JobState.FETCH_FAILED),
    "needs-key": _needs_key,
    "every-job": _every_job,
    "unchecked": _unchecked,
    "offline": _offline,
    "paused": _paused,
    "disk-full": _disk_full,
    "over-budget": _over_budget,
    "close": _close,
    "choose": _choose,
    "choose-playing": _choose_playing,
    "choose-empty": _choose_empty,
    "choose-nothing-found": _choose_nothing_found,
    "choose-with-queue": _choose_with_queue,
    "add-connection": _add_connection,
    "edit-connection": _edit_connection,
    "doctor": _doctor,
    "models": _models,
    "order": _order,
    "prices": _prices,
    "spend": _spend,
    "settings": _settings,
    "about": _about,
    "elsewhere": _elsewhere,
    "report": _report,
    "inside": _inside,
    "charge": _charge,
    "paste-id": _paste_id,
}
"""A state is a function and a line here."""
