"""The look: every name in the style sheet is filled, text can be read, icons take their colour."""

from dataclasses import asdict
from typing import Any

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QColor, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Theme
from sora_desktop.ui import assets, theme
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel, set_look
from sora_desktop.ui.theme import DARK, LIGHT, ThemeKeeper, style_sheet

BOTH = pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_text_has_the_contrast_that_people_need_to_read_it(colours: Any) -> None:
    """4.5 to 1, as WCAG 2 AA asks for small text, on every ground that the text stands on."""
    words = ("text", "muted", "faint", "ok", "warn", "bad", "accent_text")
    pairs = [(ink, ground) for ink in words for ground in ("panel", "field", "bg")]
    pairs += [("accent_ink", ground) for ground in ("accent", "accent_hover", "accent_pressed")]
    pairs += [("muted", "hover"), ("text", "accent_soft"), ("stage_text", "stage"), ("stage_muted", "stage")]
    named = asdict(colours)

    assert [] == [pair for pair in pairs if contrast(named[pair[0]], named[pair[1]]) < 4.5]


@BOTH
def test_what_is_no_text_can_be_told_from_its_ground(colours: Any) -> None:
    """3 to 1, as WCAG 2.1 asks for the edges of what can be used, and for what shows a state."""
    pairs = [("edge", ground) for ground in ("panel", "field", "bg", "stage")]
    pairs += [("accent", "panel"), ("accent", "field"), ("focus", "panel"), ("focus", "bg")]
    named = asdict(colours)

    assert [] == [pair for pair in pairs if contrast(named[pair[0]], named[pair[1]]) < 3.0]


@BOTH
def test_the_style_sheet_is_whole_and_qt_understands_it(qapp: QApplication, colours: Any) -> None:
    complaints: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, words: complaints.append(words))
    button = QPushButton("x")
    button.setStyleSheet(style_sheet(colours))
    button.ensurePolished()
    qInstallMessageHandler(before)

    assert [] == [words for words in complaints if "propagateSizeHints" not in words]
    assert "$" not in style_sheet(colours)


@BOTH
def test_every_picture_that_the_style_sheet_names_is_there(colours: Any) -> None:
    appearance = "dark" if colours is DARK else "light"
    sheet = style_sheet(colours)
    named = {part.partition('")')[0] for part in sheet.split('url("')[1:]}

    assert named
    assert all(path.endswith(f"-{appearance}.svg") for path in named)
    assert [] == [path for path in named if not (assets.resources_dir().parent / path).is_file()]


def test_a_person_may_want_light_or_dark_whatever_the_system_has(qapp: QApplication) -> None:
    keeper = ThemeKeeper(qapp)
    told: list[object] = []
    keeper.changed.connect(told.append)

    keeper.set_wanted(Theme.LIGHT)
    keeper.set_wanted(Theme.DARK)

    assert [LIGHT, DARK] == told
    assert DARK.bg == qapp.palette().window().color().name()
    keeper.deleteLater()


@pytest.mark.parametrize(("system", "ours"), [(11, 13), (12, 13), (15, 13), (18, 16), (30, 26)])
def test_text_grows_where_the_person_has_made_the_systems_text_larger(
    monkeypatch: pytest.MonkeyPatch, system: int, ours: int
) -> None:
    class Info(QFontInfo):
        def pixelSize(self) -> int:
            return system

    monkeypatch.setattr(theme, "QFontInfo", Info)

    assert ours == theme.font_pixels()


def test_an_icon_is_drawn_in_the_colour_asked_for_and_paler_where_disabled(qapp: QApplication) -> None:
    made = assets.icon("play", "#ff0000", 24)
    on = made.pixmap(24, 24).toImage().pixelColor(12, 12)
    off = made.pixmap(24, 24, QIcon.Mode.Disabled).toImage().pixelColor(12, 12)

    assert "#ff0000" == on.name()
    assert (255, True) == (on.alpha(), 0 < off.alpha() < 192)


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    names = sorted(path.stem for path in (assets.resources_dir() / "icons").glob("*.svg"))

    assert "sora-desktop" in names
    assert [] == [name for name in names if not opaque_pixels(name)]


def opaque_pixels(name: str) -> int:
    image = assets.pixmap(name, "#ffffff").toImage()
    return sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))


def test_the_app_has_an_icon_for_the_task_bar(qapp: QApplication) -> None:
    assert 256 in {size.width() for size in assets.app_icon().availableSizes()}


def test_a_label_shows_markup_as_text(qtbot: QtBot) -> None:
    label = PlainLabel("<b>fox</b>")
    qtbot.addWidget(label)
    bare = QLabel("fox")
    qtbot.addWidget(bare)

    assert label.sizeHint().width() > bare.sizeHint().width() * 2


def test_an_elided_label_asks_for_little_room_and_tells_all_in_its_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("a-very-long-name-of-a-picture-<i>that</i>-nobody-can-read.png")
    qtbot.addWidget(label)

    assert label.minimumSizeHint().width() < 60
    assert ">a-very-long-name-of-a-picture-&lt;i&gt;that&lt;/i&gt;-nobody-can-read.png<" in label.toolTip()


def test_a_look_changes_on_a_widget_that_is_shown(qtbot: QtBot) -> None:
    label = PlainLabel("fox")
    qtbot.addWidget(label)
    label.setStyleSheet('QLabel[role="loud"] { font-size: 40px }')
    label.show()
    quiet = label.sizeHint().height()

    set_look(label, "role", "loud")

    assert label.sizeHint().height() > 2 * quiet
