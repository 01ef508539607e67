"""Sixty hostile texts through every way into the window: none becomes markup, hides, turns or is asked for anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip, Recipe
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.errors import (
    DownloadError,
    OutcomeUnknownError,
    RefusedError,
    WrongFormatError,
)
from sora_desktop.domain.events import Health, Notice, Reach, Severity, Snapshot
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.common.clip_words import tip
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.empty_note import EmptyNote
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel, set_tip
from sora_desktop.ui.compose.drop_zone import DropZone
from sora_desktop.ui.compose.shown_picture import ShownPicture, ZoneState
from sora_desktop.ui.language import tip_text
from sora_desktop.ui.queue.paste_id_sheet import PasteIdSheet
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.hostile.examples import some_of
from tests.hostile.strings import HONEST, MAGENTA, STRINGS
from tests.hostile.watching import faults, shows_magenta
from tests.servers.http_server import HttpServer, Reply
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.formats import UNIALL
from tests.support.samples import sample_clip, sample_job

PNG = {"Content-Type": "image/png"}


@pytest.fixture(scope="module")
def stranger() -> Iterator[HttpServer]:
    """A web server on this machine that nobody has a reason to ask."""
    with HttpServer(lambda _request: Reply(200, PNG, b"")) as server:
        yield server


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "magenta.png"
    Image.new("RGB", (400, 400), MAGENTA).save(path)
    return path


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> MainWindow:
    made = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    return made


def filled(text: str, stranger: HttpServer, picture: Path) -> str:
    return text.replace("{server}", stranger.base_url).replace("{picture}", str(picture))


def connection(text: str) -> Connection:
    models = tuple(replace(each, id=f"{text}{number}") for number, each in enumerate(Connection("", "", "").models[:2]))
    return Connection("hostile", text, f"https://h.example/{text}", UNIALL, models=models, key_place=KeyPlace.KEYRING)


def jobs(text: str, service: Connection) -> tuple[Job, ...]:
    """One in each state that shows a reason, as the studio would have made it or as a ledger would have kept it."""
    request = replace(sample_job().request, prompt=text, model=service.models[0], images=(url_image(text),))
    plain = sample_job(service=ServiceRef.of(service), request=request, remote_id=text, billed=Billed.UNKNOWN)
    reasons = {
        JobState.REFUSED: RefusedError(text, code=text).sentence,
        JobState.UNKNOWN: OutcomeUnknownError(text).sentence,
        JobState.FETCH_FAILED: DownloadError(text).sentence,
        JobState.FAILED: message("{detail}", detail=text),
        JobState.EXPIRED: message(text.replace("{", "").replace("}", "")),
    }
    made = [replace(plain, id=state, state=state, reason=reason) for state, reason in reasons.items()]
    return (*made, replace(plain, id="running", state=JobState.RUNNING, progress=0.4))


def clip(text: str, service: Connection, folder: Path) -> Clip:
    plain = sample_clip(folder / "gone.mp4")
    request = replace(plain.recipe.request, prompt=text, model=service.models[0])
    recipe = Recipe(request, text, text, text, datetime(2026, 1, 1, tzinfo=UTC), text)
    return replace(plain, recipe=recipe, wanted=False)


def url_image(text: str) -> InputImage:
    return InputImage(url=f"https://h.example/{text}")


def let_in(window: MainWindow, commands: RecordingCommands, text: str, folder: Path) -> list[QWidget]:
    """Bring a text in by every way there is; the answer is what must be looked at."""
    service = connection(text)
    found = clip(text, service, folder)
    health = Health(Reach.NO_ANSWER, WrongFormatError(text).sentence)
    jobs_of_text = jobs(text, service)
    window.load(Snapshot(jobs_of_text, (found,), (service,), "hostile", (("hostile", health),), Settings(draft=text)))
    window.apply(Notice(message("{text}", text=text), Severity.ERROR, topic="a"))
    window.apply(Notice(RefusedError(text).sentence, Severity.WARNING, topic="b"))
    window.queue._view.setCurrentIndex(window.jobs.index_of(JobState.REFUSED))
    window.stage.show_clip(found, play=False)
    window.wishes.show_choose()
    window.grab()
    window.wishes.show_make()
    window.drawer.show_open(is_open=True)
    window.stage._screen.failed.emit(text)
    zone = child(window.compose, DropZone, "imageDropZone")
    zone.show_picture(ShownPicture(ZoneState.REFUSED, text, text, QPixmap(), former=text))
    window.compose.restore(jobs_of_text[0].request)
    commands.answer(
        "pictures.look_at", ImageFacts(url_image(text), ImageVerdict.UNREACHABLE, detail=message("{words}", words=text))
    )
    window.picker.open_list()
    menu = window.picker.findChild(QMenu)
    assert menu is not None
    return [window, menu, *sheets(window, text, service, jobs_of_text[1])]


def sheets(window: MainWindow, text: str, service: Connection, job: Job) -> list[QWidget]:
    window.sheets.connection.open_for(service)
    window.sheets.connection._tested(window.sheets.connection._round, Health(Reach.NO_ANSWER, message("{x}", x=text)))
    opened = [PasteIdSheet(job, window), ConfirmSheet(text, text, "Yes", "No", window)]
    for sheet in opened:
        sheet.open()
    return [window.sheets.connection, *opened, window.sheets.about]


def put_away(window: MainWindow, looked_at: list[QWidget]) -> None:
    window.sheets.connection.reject()
    for widget in looked_at[1:]:
        widget.close()


def test_there_are_sixty_of_them() -> None:
    assert len(set(STRINGS.values())) == len(STRINGS) >= 60


@pytest.mark.parametrize("name", some_of(STRINGS, every=3))
def test_a_hostile_text_is_only_text_wherever_the_window_shows_it(
    window: MainWindow, commands: RecordingCommands, stranger: HttpServer, picture: Path, tmp_path: Path, name: str
) -> None:
    text = filled(STRINGS[name], stranger, picture)
    looked_at = let_in(window, commands, text, tmp_path)
    window.resize(1100, 700)

    assert [fault for widget in looked_at for fault in faults(widget)] == []
    painted = [widget.grab() for widget in looked_at]
    assert [shows_magenta(each) for each in painted] == [False] * len(painted)
    assert stranger.seen == []
    put_away(window, looked_at)


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_text_of_any_script_is_left_whole(
    window: MainWindow, commands: RecordingCommands, tmp_path: Path, name: str
) -> None:
    put_away(window, let_in(window, commands, STRINGS[name], tmp_path))

    assert PlainLabel(STRINGS[name]).text() == STRINGS[name]
    assert STRINGS[name] in window.picker._name.text()
    assert STRINGS[name] in window.jobs.index_of(JobState.REFUSED).data()


def test_a_picture_that_must_not_be_shown_would_be_seen(qtbot: QtBot, picture: Path) -> None:
    assert shows_magenta(QPixmap(str(picture)))


def test_the_real_ending_of_a_file_name_is_seen(qtbot: QtBot, window: MainWindow) -> None:
    """Turned around, `invoice…gnp.scr` would read as `invoicercs.png`."""
    zone = child(window.compose, DropZone, "imageDropZone")
    zone.show_picture(ShownPicture(ZoneState.GOOD, STRINGS["override in a file name"], "", QPixmap()))

    assert zone._name.text() == "invoice\ufffdgnp.scr"
    assert "\u202e" not in zone.accessibleName() + zone.toolTip() + zone._name.toolTip() + zone._remove.toolTip()


@pytest.mark.parametrize("name", STRINGS)
def test_each_widget_of_words_shows_a_hostile_text_as_text(
    qtbot: QtBot, theme: ThemeKeeper, stranger: HttpServer, picture: Path, tmp_path: Path, name: str
) -> None:
    text = filled(STRINGS[name], stranger, picture)
    root = QWidget()
    qtbot.addWidget(root)
    words: list[QWidget] = [
        PlainLabel(text),
        PlainLabel(text, wrap=True),
        ElidedLabel(text),
        EmptyNote(text, text),
        IconButton(theme, "close", text),
    ]
    for widget in words:
        widget.setParent(root)
    set_tip(root, text)
    words[0].setToolTip(tip_text(tip(clip(text, connection(text), tmp_path))))
    root.resize(800, 600)
    root.show()

    assert faults(root) == []
    assert not shows_magenta(root.grab())
    assert stranger.seen == []


def test_a_picture_in_a_tool_tip_would_be_found(qtbot: QtBot, picture: Path) -> None:
    """The watch itself: each kind of fault is seen."""
    root = QWidget()
    qtbot.addWidget(root)
    root.setToolTip(f'<img src="{picture}">')
    root.setAccessibleName("a\u202eb")
    root.setWindowTitle("x" * 30_000)

    found = "\n".join(faults(root))
    assert all(words in found for words in ("markup", "U+202E", "30000 characters"))
