"""How characters look on the wire: what makes one, what asks for one, and what the answers prove."""

from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.character import CharacterState
from sora_desktop.domain.connection import Connection, engine_connection
from sora_desktop.domain.errors import (
    ClipLostError,
    JobGoneError,
    NoCharactersError,
    NoSuchCharacterError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    SubmitError,
)
from sora_desktop.domain.request import Request, wire_format, wire_options
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.services.character_client import of_made, of_making_error
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.wire import PreparedImage
from tests.servers.character_service import CharacterService
from tests.servers.faults import Fault
from tests.servers.http_server import Reply
from tests.support import formats
from tests.support.changes import with_ways
from tests.support.mp4 import asked_mp4

NATIVE = FORMATS[formats.NATIVE]
MODEL = CATALOG[0]
RUSTY = ShownCharacter("char/1", "Rusty", "mark", "Fake")


def request(*characters: ShownCharacter) -> Request:
    return Request("Rusty in snow", MODEL, MODEL.sizes[0], 4, characters=characters)


def test_a_request_names_its_characters_by_their_ids() -> None:
    sent = NATIVE.create(request(RUSTY, replace(RUSTY, remote_id="char_2")))

    assert sent.json is not None
    assert [{"id": "char/1"}, {"id": "char_2"}] == sent.json["characters"]
    assert "characters" not in (NATIVE.create(request()).json or {})


def test_a_form_has_them_as_json() -> None:
    picture = PreparedImage(path=Path("fox.png"), mime="image/png")

    assert ("characters", '[{"id": "char/1"}]') in NATIVE.create(request(RUSTY), [picture]).form


def test_a_request_with_characters_goes_in_the_format_that_has_them() -> None:
    engine = with_ways(engine_connection())

    assert (formats.UNIALL, formats.NATIVE) == (
        wire_format(request(), engine),
        wire_format(request(RUSTY), engine),
    )
    assert wire_options(request(RUSTY), engine).sends_model


def test_a_character_is_made_by_a_form_with_its_film(tmp_path: Path) -> None:
    sent = NATIVE.new_character("Rusty", tmp_path / "fox.MOV")
    (part,) = sent.files

    assert ("POST", "/v1/videos/characters", (("name", "Rusty"),)) == (sent.method, sent.path, sent.form)
    assert ("video", "video.mov", "video/quicktime") == (part.name, part.filename, part.mime)
    assert "/v1/videos/characters/char%2F1" == NATIVE.character("char/1").path


def test_each_format_that_has_characters_names_one_that_can_say_them() -> None:
    for wire in FORMATS.values():
        named = wire.facts.body.characters_in
        assert not named or "characters" in FORMATS[named].facts.body.fields


async def outcome(service: CharacterService, film: Path) -> tuple[CharacterState | str, str]:
    """The class of the error, or the id."""
    async with Transport() as transport:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        try:
            made = await client.make_character("Rusty", film, formats.NATIVE)
        except SubmitError as error:
            return type(error).__name__, str(of_making_error(error).news)
        return of_made(made).news.value, made.remote_id


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "fox.mp4"
    path.write_bytes(asked_mp4())
    return path


@pytest.mark.parametrize(
    ("fault", "error", "news", "charges"),
    [
        (Fault.REFUSE_400, RefusedError, "refused", 0),
        (Fault.REFUSE_401, RefusedError, "refused", 0),
        (Fault.REFUSE_404, NoCharactersError, "refused", 0),
        (Fault.PACE, PacedError, "later", 0),
        (Fault.ACCEPT_THEN_DROP, OutcomeUnknownError, "no_word", 1),
        (Fault.ACCEPT_THEN_500, OutcomeUnknownError, "no_word", 1),
        (Fault.ACCEPT_THEN_408, OutcomeUnknownError, "no_word", 1),
        (Fault.ACCEPT_THEN_EMPTY, OutcomeUnknownError, "no_word", 1),
        (Fault.ACCEPT_THEN_GARBAGE, OutcomeUnknownError, "no_word", 1),
    ],
)
async def test_what_an_answer_proves_of_a_character(
    fault: Fault, error: type[SubmitError], news: str, charges: int, film: Path
) -> None:
    with CharacterService() as service:
        service.make_faults.append(fault)

        assert (error.__name__, news) == await outcome(service, film)
        assert charges == len(service.money.charges)


async def test_the_answer_names_its_id(film: Path) -> None:
    with CharacterService() as service:
        assert ("taken", "char_1") == await outcome(service, film)

        assert (film.read_bytes(), "video/mp4") == (
            service.characters["char_1"].film,
            service.characters["char_1"].mime,
        )


async def test_a_film_that_is_gone_is_not_sent(tmp_path: Path) -> None:
    with CharacterService() as service:
        assert (ClipLostError.__name__, "refused") == await outcome(service, tmp_path / "gone.mp4")

        assert [] == service.requests("make")


async def test_a_service_is_asked_for_the_name_of_a_character(film: Path) -> None:
    with CharacterService() as service:
        await outcome(service, film)
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(service.base_url, service.key))

            assert "Rusty" == await client.character_name("char_1", formats.NATIVE)
            with pytest.raises(JobGoneError):
                await client.character_name("char_2", formats.NATIVE)


async def test_a_character_that_the_service_does_not_know_is_told_as_that() -> None:
    with CharacterService() as service:
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(service.base_url, service.key))
            with pytest.raises(NoSuchCharacterError, match="Take the character out"):
                await client.submit(request(RUSTY), (), formats.NATIVE, options=WireOptions(characters=True))


async def test_a_missing_model_is_no_missing_route(film: Path) -> None:
    words = {"error": {"message": "No such model: sora-2", "code": "model_not_found"}}
    with CharacterService() as service:
        service.reply_next("make", Reply.of_json(words, 404))

        assert (RefusedError.__name__, "refused") == await outcome(service, film)


def test_only_presets_whose_servers_have_the_route_say_so() -> None:
    plain = Connection("c", "Fake", "https://example.com", formats.NATIVE)

    assert not plain.wire.characters
    assert engine_connection().wire.characters
