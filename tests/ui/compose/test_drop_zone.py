"""The reference image: dropped, pasted, browsed, looked at, fitted, refused, removed."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QColorDialog, QFileDialog, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.compose.drop_zone import DropZone
from sora_desktop.ui.compose.fit_canvas import FitCanvas
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.compose.shown_picture import ZoneState
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child

WIDE = Size(1280, 720)
PLATE = Size(4032, 3024)
FOX = Path("/pictures/fox.png")
OWL = Path("/pictures/owl.png")
LINK = "https://pictures.example.com/fox.png"


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#b5502c").save(out, "PNG")
    return out.getvalue()


def good(image: InputImage, size: Size = PLATE) -> ImageFacts:
    return ImageFacts(image, ImageVerdict.OK, size, "image/png", 1000, thumbnail=png(64, 48))


def bad(image: InputImage, verdict: ImageVerdict = ImageVerdict.NOT_A_FILE) -> ImageFacts:
    return ImageFacts(image, verdict)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def enter(zone: QWidget, mime: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QGuiApplication.sendEvent(zone, event)
    return event


def drop(zone: QWidget, mime: QMimeData) -> QDropEvent:
    """Let go of something over the zone; Qt hands a drop only to what something was dragged over before."""
    enter(zone, mime)
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(zone, event)
    return event


@pytest.fixture
def field(qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper) -> ReferenceField:
    made = ReferenceField(commands, theme)
    qtbot.addWidget(made)
    made.set_target(WIDE)
    made.resize(312, 400)
    made.show()
    return made


@pytest.fixture
def zone(field: ReferenceField) -> Any:
    return child(field, DropZone, "imageDropZone")


def words(field: QWidget) -> list[str]:
    return [label.text() for label in field.findChildren(PlainLabel) if label.isVisible() and label.text()]


def test_a_dropped_file_is_looked_at_and_shown_with_its_name_size_and_what_becomes_of_it(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(FOX))
    commands.answer("pictures.look_at", good(InputImage(path=FOX)))

    assert [(InputImage(path=FOX),)] == commands.of("pictures.look_at")
    assert InputImage(path=FOX) == field.slot.image
    assert "First frame: fox.png, 4032 × 3024 → 1280 × 720, cropped" == zone.accessibleName()
    assert ZoneState.GOOD is zone.state


def test_a_drop_copies_and_never_moves_the_file_away(zone: Any) -> None:
    assert Qt.DropAction.CopyAction is drop(zone, files(FOX)).dropAction()


def test_while_something_is_dragged_over_it_the_zone_shows_that_it_would_take_it(zone: Any) -> None:
    assert enter(zone, files(FOX)).isAccepted()
    assert "target" == zone.property("state")
    QGuiApplication.sendEvent(zone, QDragLeaveEvent())
    assert "empty" == zone.property("state")
    assert not enter(zone, QMimeData()).isAccepted()


def test_the_answer_about_an_earlier_picture_is_ignored(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(FOX))
    about_the_fox = commands.thens["pictures.look_at"]
    drop(zone, files(OWL))

    about_the_fox(good(InputImage(path=FOX)))

    assert InputImage(path=OWL) == field.slot.image
    assert field.slot.facts is None


def test_the_answer_about_a_removed_picture_is_ignored(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(FOX))
    field.slot.remove()
    commands.answer("pictures.look_at", good(InputImage(path=FOX)))

    assert field.slot.image is None
    assert ZoneState.EMPTY is zone.state


def test_a_picture_that_cannot_be_used_is_shown_refused_and_removing_it_brings_the_former_back(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(FOX))
    commands.answer("pictures.look_at", good(InputImage(path=FOX)))
    drop(zone, files(Path("/pictures")))
    commands.answer("pictures.look_at", bad(InputImage(path=Path("/pictures"))))
    field.show_refusal("That is a folder.")

    assert ZoneState.REFUSED is zone.state
    assert "That is a folder." in words(field)
    remove = child(zone, QToolButton, "imageRemoveButton")
    assert "Remove pictures and go back to fox.png" == remove.accessibleName()

    remove.click()

    assert (InputImage(path=FOX), good(InputImage(path=FOX))) == (field.slot.image, field.slot.facts)
    remove.click()
    assert field.slot.image is None


def test_enter_browses_without_blocking_and_the_picked_file_is_taken(
    qtbot: QtBot, field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    zone.setFocus()
    qtbot.keyClick(zone, Qt.Key.Key_Return)
    dialog = child(field, QFileDialog)
    assert dialog is not None

    dialog.filesSelected.emit([str(FOX)])
    dialog.done(0)

    assert [(InputImage(path=FOX),)] == commands.of("pictures.look_at")
    qtbot.waitUntil(lambda: field.findChild(QFileDialog) is None)


def test_a_click_on_the_empty_zone_browses(qtbot: QtBot, field: ReferenceField, zone: Any) -> None:
    qtbot.mouseClick(zone, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))

    dialog = child(field, QFileDialog)
    assert dialog is not None
    dialog.done(0)
    qtbot.waitUntil(lambda: field.findChild(QFileDialog) is None)


def test_ctrl_v_takes_a_link_from_the_clipboard(
    qtbot: QtBot, field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    QGuiApplication.clipboard().setText(LINK)
    qtbot.keyClick(zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert [(InputImage(url=LINK),)] == commands.of("pictures.look_at")


def test_delete_removes_the_picture(
    qtbot: QtBot, field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(FOX))
    qtbot.keyClick(zone, Qt.Key.Key_Delete)

    assert field.slot.image is None


def test_pixels_are_kept_as_a_file_first_and_the_picture_is_not_settled_until_then(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    mime = QMimeData()
    mime.setData("image/png", png(8, 8))
    drop(zone, mime)

    assert [(png(8, 8), "pasted picture.png")] == commands.of("pictures.adopt")
    assert field.slot.is_arriving

    commands.answer("pictures.adopt", InputImage(path=FOX))

    assert not field.slot.is_arriving
    assert InputImage(path=FOX) == field.slot.image


def test_pixels_that_could_not_be_kept_leave_the_picture_before(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    drop(zone, files(OWL))
    commands.answer("pictures.look_at", good(InputImage(path=OWL)))
    mime = QMimeData()
    mime.setData("image/png", png(8, 8))
    drop(zone, mime)

    commands.fail("pictures.adopt", InputError("no"))

    assert (False, InputImage(path=OWL)) == (field.slot.is_arriving, field.slot.image)


def test_a_file_dropped_while_pixels_are_kept_wins(
    field: ReferenceField, zone: Any, commands: RecordingCommands
) -> None:
    mime = QMimeData()
    mime.setData("image/png", png(8, 8))
    drop(zone, mime)
    drop(zone, files(OWL))

    commands.answer("pictures.adopt", InputImage(path=FOX))

    assert InputImage(path=OWL) == field.slot.image


@pytest.mark.parametrize(
    ("size", "target", "detail"),
    [
        (Size(1280, 720), WIDE, "1280 × 720, fits exactly"),
        (Size(1920, 1080), WIDE, "1920 × 1080 → 1280 × 720"),
        (Size(1080, 1920), WIDE, "1080 × 1920 → 1280 × 720, cropped"),
        (Size(1080, 1920), None, "1080 × 1920"),
    ],
)
def test_the_zone_says_what_becomes_of_the_picture(
    field: ReferenceField, commands: RecordingCommands, size: Size, target: Any, detail: str
) -> None:
    field.set_target(target)
    drop(field.zone, files(FOX))
    commands.answer("pictures.look_at", good(InputImage(path=FOX), size))

    assert f"First frame: fox.png, {detail}" == field.zone.accessibleName()


@pytest.mark.parametrize(
    ("size", "detail"),
    [
        (Size(2560, 1440), "2560 × 1440, fitted by the service"),
        (Size(4032, 3024), "4032 × 3024 for 1280 × 720: a service that opens it may cut or stretch it"),
    ],
)
def test_a_link_is_fitted_by_the_service_and_not_offered_for_fitting_here(
    field: ReferenceField, commands: RecordingCommands, size: Size, detail: str
) -> None:
    field.set_target(WIDE)
    field.slot.set_image(InputImage(url=LINK))
    commands.answer("pictures.look_at", good(InputImage(url=LINK), size))

    assert f"First frame: fox.png, {detail}" == field.zone.accessibleName().replace("\u00a0", " ")
    assert not child(field, QPushButton, "fitButton").isVisible()


@pytest.fixture
def editing(field: ReferenceField, zone: Any, commands: RecordingCommands) -> Any:
    """A good picture with its editor open."""
    drop(zone, files(FOX))
    commands.answer("pictures.look_at", good(InputImage(path=FOX)))
    child(field, QPushButton, "fitButton").click()
    return field


def test_the_arrow_keys_move_the_focus_point_and_home_brings_it_back(qtbot: QtBot, editing: Any) -> None:
    canvas = child(editing, FitCanvas)
    assert canvas.isVisible()

    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert Fit(FitMode.CROP, 0.5, 0.52) == editing.slot.image.fit
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert pytest.approx(0.42) == editing.slot.image.fit.focus_y
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert Fit() == editing.slot.image.fit


def test_the_wheel_and_plus_and_minus_bring_the_frame_closer_and_home_undoes_that(qtbot: QtBot, editing: Any) -> None:
    canvas = child(editing, FitCanvas)
    turn_wheel(canvas, 120)
    assert pytest.approx(1.1) == editing.slot.image.fit.zoom
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert pytest.approx(1.21) == editing.slot.image.fit.zoom
    assert "1.2 × closer" in canvas.accessibleDescription()

    for _ in range(40):
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert editing.slot.image.fit.zoom == 8.0
    assert not button(editing, "Closer").isEnabled()
    for _ in range(40):
        qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert Fit() == editing.slot.image.fit
    turn_wheel(canvas, -240)
    assert Fit() == editing.slot.image.fit

    qtbot.mouseClick(button(editing, "Closer"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert Fit() == editing.slot.image.fit


def test_the_bars_have_the_colour_that_is_chosen(editing: Any) -> None:
    child(editing, QPushButton, "fit-pad").click()
    child(editing, QPushButton, "fit-colour-white").click()
    assert Fit(FitMode.PAD, colour="#ffffff") == editing.slot.image.fit

    child(editing, QPushButton, "fit-colour-other").click()
    dialog = child(editing.window(), QColorDialog)
    dialog.colorSelected.emit(QColor("#336699"))
    dialog.close()
    assert "#336699" == editing.slot.image.fit.colour
    assert child(editing, QPushButton, "fit-colour-other").isChecked()


def test_how_much_a_picture_is_enlarged_is_said(
    field: ReferenceField, zone: Any, commands: RecordingCommands, qtbot: QtBot
) -> None:
    drop(zone, files(FOX))
    commands.answer("pictures.look_at", good(InputImage(path=FOX), Size(711, 600)))
    child(field, QPushButton, "fitButton").click()
    words = child(field, PlainLabel, "fitHelp")
    assert "Enlarged 1.8 ×: will look soft." in words.text()

    qtbot.keyClick(child(field, FitCanvas), Qt.Key.Key_Plus)
    assert "Enlarged 2.0 ×" in words.text()
    child(field, QPushButton, "fit-pad").click()
    assert "Enlarged 1.2 ×" in words.text()


def turn_wheel(widget: QWidget, delta: int) -> None:
    at, none = QPointF(widget.rect().center()), Qt.MouseButton.NoButton
    place, keys = widget.mapToGlobal(at), Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(widget, QWheelEvent(at, place, QPoint(), QPoint(0, delta), none, keys, phase, False))


def button(parent: QWidget, name: str) -> QToolButton:
    return next(each for each in parent.findChildren(QToolButton) if each.accessibleName() == name)


def test_dragging_moves_the_frame_with_the_mouse(qtbot: QtBot, editing: Any) -> None:
    canvas = child(editing, FitCanvas)
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(0, 10))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 10))

    assert pytest.approx(0.5 + 10 / canvas._whole().height()) == editing.slot.image.fit.focus_y


def test_another_way_of_fitting_is_previewed_exactly_and_a_late_preview_is_ignored(
    qtbot: QtBot, editing: Any, commands: RecordingCommands
) -> None:
    def asked() -> list[tuple[Any, ...]]:
        """Those of the whole picture are asked for once, in its own size."""
        return [each for each in commands.of("pictures.preview") if each[1] == WIDE]

    child(editing, QPushButton, "fit-pad").click()
    qtbot.waitUntil(lambda: asked() != [])
    late = commands.thens["pictures.preview"]
    image, size, width = asked()[-1]
    assert (FitMode.PAD, WIDE) == (image.fit.mode, size)
    assert width >= 640
    assert "First frame: fox.png, 4032 × 3024 → 1280 × 720, bars" == editing.zone.accessibleName()
    canvas = child(editing, FitCanvas)

    child(editing, QPushButton, "fit-blur").click()
    late(png(64, 36))
    assert canvas._preview.isNull()

    qtbot.waitUntil(lambda: asked()[-1][0].fit.mode is FitMode.BLUR)
    commands.answer("pictures.preview", png(64, 36))
    assert (64, 36) == (canvas._preview.width(), canvas._preview.height())


def test_escape_closes_the_editor_and_goes_back_to_the_zone(qtbot: QtBot, editing: Any, zone: Any) -> None:
    canvas = child(editing, FitCanvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)

    assert not canvas.isVisible()
    assert zone is editing.focusWidget()


def test_a_new_picture_is_fitted_the_way_the_last_one_was_but_from_its_middle(editing: Any, zone: Any) -> None:
    child(editing, QPushButton, "fit-blur").click()
    drop(zone, files(OWL))

    assert Fit(FitMode.BLUR) == editing.slot.image.fit
