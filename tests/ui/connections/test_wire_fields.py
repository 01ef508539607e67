"""How a service wants requests spelled: shown, changed, and what is not shown stays."""

import pytest
from pytestqt.qtbot import QtBot

from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.wire_options import LinkAs, SecondsAs, SizeAs, SourceAs, Unproved, WireOptions
from sora_desktop.ui.connections.wire_fields import WireFields

ALL = WireOptions(
    form=True,
    sends_model=False,
    seconds=SecondsAs.NUMBER,
    seconds_field="duration",
    link=LinkAs.OBJECT,
    link_field="image",
    file_field="images[]",
    last_field="images[]",
    reference_field="references",
    lists_links=True,
    size=SizeAs.NAME,
    size_field="metadata.resolution",
    ratio_field="metadata.ratio",
    unproved=tuple(Unproved),
    local=next(iter(LocalImage)),
    remix=SourceAs.PATH,
    extend=SourceAs.FILE,
    thumbnails=True,
)


@pytest.fixture
def fields(qtbot: QtBot) -> WireFields:
    made = WireFields()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("options", [ALL, WireOptions()])
def test_what_is_shown_is_what_was_there(fields: WireFields, options: WireOptions) -> None:
    fields.show_options(options)

    assert options == fields.options


def test_a_person_says_how_a_clip_is_named_that_gets_other_words_or_goes_on(qtbot: QtBot, fields: WireFields) -> None:
    fields.show_options(WireOptions())
    assert ["Not at this service", "Its id in the request", "Send the clip's file"] == [
        fields.extend.field.itemText(row) for row in range(fields.extend.field.count())
    ]
    with qtbot.waitSignals([fields.changed, fields.changed]):
        fields.remix.field.choose(SourceAs.ID)
        fields.extend.field.choose(SourceAs.FILE)

    assert WireOptions(remix=SourceAs.ID, extend=SourceAs.FILE) == fields.options
