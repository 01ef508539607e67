"""A clip that is to be changed, as it stands in the form."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from sora_desktop.domain.request import Request
from sora_desktop.domain.source import Change
from sora_desktop.domain.wire_options import SourceAs, WireOptions
from tests.support.changes import change_of, with_ways
from tests.support.commands import RecordingCommands
from tests.ui.composer import BY_ID, GATEWAY

OWN = with_ways(replace(GATEWAY, wire=WireOptions(remix=SourceAs.PATH, extend=SourceAs.ID)))
PRO = BY_ID["sora2-pro-720p"]


def offered(screen: Any) -> set[str]:
    """What of the form can be seen."""
    names = ("sourceClip", "imageDropZone", "modelPicker", "orientation-landscape", "duration-4")
    return {name for name in names if screen.find(QWidget, name).isVisibleTo(screen.panel)}


def submitted(commands: RecordingCommands) -> Request:
    [(request, _connection, _count)] = commands.of("jobs.submit")
    assert isinstance(request, Request)
    return request


def test_a_change_offers_nothing_that_its_clip_has_settled(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(OWN)
    screen.panel.restore(change_of(Change.REMIX, model=PRO, connection=OWN, prompt=""))
    assert {"sourceClip"} == offered(screen)
    assert "Say what is to be different." == screen.text("problemLabel")

    screen.type("at night")
    screen.press("generateButton")
    wanted = change_of(Change.REMIX, model=PRO, connection=OWN, prompt="at night")
    assert wanted == replace(submitted(commands), origin=None)


def test_what_goes_on_takes_its_length_from_the_form(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(OWN)
    screen.panel.restore(change_of(Change.EXTEND, model=PRO, connection=OWN, prompt=""))
    screen.type("it sleeps")
    screen.press("duration-8")
    assert {"sourceClip", "duration-4"} == offered(screen)
    assert "4 s + 8 s = 12 s" in screen.find(QFrame, "sourceClip").accessibleName()

    screen.press("generateButton")
    assert (8, 12, PRO) == (submitted(commands).seconds, submitted(commands).clip_seconds, submitted(commands).model)


def test_without_the_clip_the_form_is_what_it_was_and_the_words_stay(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(OWN)
    before = offered(screen)
    screen.panel.restore(change_of(Change.REMIX, model=PRO, connection=OWN, prompt=""))
    screen.type("at night")
    screen.press("sourceRemoveButton")
    screen.press("generateButton")

    assert before == offered(screen)
    assert ("at night", None) == (submitted(commands).prompt, submitted(commands).source)


def test_another_connection_is_told_to_be_no_choice(screen: Any, commands: RecordingCommands) -> None:
    screen.panel.set_connection(OWN)
    screen.panel.restore(change_of(Change.REMIX, model=PRO, connection=OWN))
    screen.panel.set_connection(replace(OWN, id="other", name="Other"))
    screen.press("generateButton")

    assert "This clip was made with “Gateway”, so only that connection can change it." == screen.text("problemLabel")
    assert [] == commands.of("jobs.submit")


def test_a_draft_keeps_the_clip(screen: Any) -> None:
    screen.panel.set_connection(OWN)
    request = change_of(Change.EXTEND, model=PRO, connection=OWN)
    screen.panel.restore(request)

    assert (request.source, PRO.id) == (screen.panel.draft().source, screen.panel.draft().model)
