"""A character is made once and never paid for twice: its id is kept before all else, and what is not known is said so."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.character import Character, CharacterState
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.errors import HeldError, InputError, OverBudgetError, StorageError
from sora_desktop.domain.events import CharactersChanged, Notice
from sora_desktop.domain.job import Billed
from sora_desktop.domain.pricing import Cost, PriceList
from sora_desktop.domain.request import Request
from sora_desktop.domain.spend import SpendBy
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.store.characters import CharacterStore
from tests.servers.character_service import CharacterService
from tests.servers.faults import Fault
from tests.servers.forms import read_form
from tests.servers.http_server import Reply
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.mp4 import asked_mp4
from tests.support.until import until

WIRE = WireOptions(characters=True)
MODEL = replace(CATALOG[0], id="sora-2")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "fox.mp4"
    path.write_bytes(asked_mp4())
    return path


async def furnished(open_house: OpenHouse, service: CharacterService) -> House:
    return await open_house(service, wire=WIRE, models=(MODEL,))


def known(house: House) -> tuple[Character, ...]:
    return house.studio.characters.shown()


async def ended(house: House) -> Character:
    """The newest, once it is being made no longer."""
    await until(lambda: known(house)[-1].state is not CharacterState.MAKING, what="an end of the making")
    await until(
        lambda: any(isinstance(each, Notice) and "character" in each.topic for each in house.heard), what="words of it"
    )
    return known(house)[-1]


async def made(house: House, film: Path, name: str = "Rusty") -> Character:
    await house.studio.characters.make(name, CONNECTION_ID, path=film)
    return await ended(house)


def words(house: House) -> str:
    return str([each.text for each in house.heard if isinstance(each, Notice)][-1])


def asking(*characters: Character) -> Request:
    return Request("Rusty in snow", MODEL, MODEL.sizes[0], 4, characters=tuple(each.shown for each in characters))


async def test_a_character_is_made_once_and_named_in_later_requests(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        (job,) = await house.studio.jobs.submit(asking(rusty), CONNECTION_ID)
        job = await house.until(job, "done")
        (clip,) = await house.clips()

        assert (CharacterState.READY, "char_1", Billed.UNKNOWN) == (rusty.state, rusty.remote_id, rusty.bill)
        assert ["Rusty"] == [each.name for each in service.characters.values()]
        assert [{"id": "char_1"}] == read_form(service.requests("submit")[0]).fields["characters"]
        assert (rusty.shown,) == clip.recipe.request.characters
        assert "char_1" in clip.path.with_suffix(".json").read_text()


async def test_it_is_there_after_a_restart(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        await house.studio.close()
        house = await furnished(open_house, service)

        assert (rusty,) == known(house)
        assert (rusty,) == (await house.studio.snapshot()).characters
        assert 1 == len(service.requests("make"))


@pytest.mark.parametrize(
    ("fault", "state", "bill", "said"),
    [
        (Fault.ACCEPT_THEN_DROP, CharacterState.UNKNOWN, Billed.UNKNOWN, "may have been billed"),
        (Fault.ACCEPT_THEN_500, CharacterState.UNKNOWN, Billed.UNKNOWN, "not sent again automatically"),
        (Fault.ACCEPT_WITHOUT_ID, CharacterState.UNKNOWN, Billed.UNKNOWN, "may have been billed"),
        (Fault.REFUSE_400, CharacterState.REFUSED, Billed.NO, "Not billed. Try another clip or name."),
        (Fault.REFUSE_401, CharacterState.REFUSED, Billed.NO, "Check the key"),
        (Fault.REFUSE_402, CharacterState.REFUSED, Billed.NO, "Top up"),
        (Fault.PACE, CharacterState.REFUSED, Billed.NO, "No charge is known so far. Try again later."),
    ],
)
async def test_what_became_of_it_is_said_with_what_that_means_for_the_bill(
    open_house: OpenHouse, film: Path, fault: Fault, state: CharacterState, bill: Billed, said: str
) -> None:
    with CharacterService() as service:
        service.make_faults.append(fault)
        house = await furnished(open_house, service)
        character = await made(house, film)

        assert (state, bill) == (character.state, character.bill)
        assert said in words(house)
        assert 1 == len(service.requests("make"))


async def test_what_was_cut_off_by_the_end_of_the_app_is_unknown_and_never_sent_again(
    open_house: OpenHouse, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.studio.facades.characters.CLOSE_SECONDS", 0)
    with CharacterService() as service:
        service.reply_next("make", Reply(hold=asyncio.Event()))
        house = await furnished(open_house, service)
        await house.studio.characters.make("Rusty", CONNECTION_ID, path=film)
        await until(lambda: service.requests("make"), what="the character is sent")
        assert "making" == CharacterStore(house.data_dir / "characters").all()[0].state
        await house.studio.close()
        house = await furnished(open_house, service)

        (character,) = known(house)
        assert (CharacterState.UNKNOWN, Billed.UNKNOWN) == (character.state, character.bill)
        assert "not sent again automatically" in str(character.reason)
        with pytest.raises(InputError, match="never said what became of it"):
            await house.studio.characters.make("Rusty", CONNECTION_ID, path=film)
        assert 1 == len(service.requests("make"))
        await house.studio.characters.remove(character.id)
        assert CharacterState.READY is (await made(house, film)).state


async def test_pressed_twice_it_is_sent_once(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        service.reply_next("make", Reply(hold=asyncio.Event(), drop=True))
        house = await furnished(open_house, service)
        presses = [house.studio.characters.make("Rusty", CONNECTION_ID, path=film) for _ in range(2)]
        came = await asyncio.gather(*presses, return_exceptions=True)

        assert [Character, InputError] == sorted((type(each) for each in came), key=lambda kind: kind.__name__)
        await until(lambda: service.requests("make"), what="the character is sent")
        assert 1 == len(known(house))


async def test_a_service_without_the_route_is_not_asked_again(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        service.has_route = False
        house = await furnished(open_house, service)
        character = await made(house, film)
        assert (CharacterState.REFUSED, True) == (character.state, character.has_no_route)
        assert "This service makes no characters" in words(house)
        with pytest.raises(InputError, match="makes no characters"):
            await house.studio.characters.make("Luna", CONNECTION_ID, path=film)
        service.has_route = True
        await house.studio.characters.remove(character.id)

        assert CharacterState.READY is (await made(house, film)).state


async def test_what_cannot_be_written_down_is_not_sent(
    open_house: OpenHouse, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: CharacterStore, _character: Character) -> None:
        raise StorageError("No space left on device")

    with CharacterService() as service:
        house = await furnished(open_house, service)
        monkeypatch.setattr(CharacterStore, "put", full)
        with pytest.raises(InputError, match="so nothing is sent"):
            await house.studio.characters.make("Rusty", CONNECTION_ID, path=film)

        assert ([], ()) == (service.requests("make"), known(house))


async def test_an_id_that_the_disk_refuses_is_told_and_kept_until_it_takes_it(
    open_house: OpenHouse, film: Path, monkeypatch: pytest.MonkeyPatch, expect_log: object
) -> None:
    put, refused = CharacterStore.put, list[str]()

    def now_and_then(store: CharacterStore, character: Character) -> None:
        if character.state is CharacterState.READY and len(refused) < 2:
            refused.append(character.remote_id)
            raise StorageError("No space left on device")
        put(store, character)

    monkeypatch.setattr(CharacterStore, "put", now_and_then)
    monkeypatch.setattr("sora_desktop.studio.facades.characters.SAVE_AGAIN_SECONDS", 0)
    assert callable(expect_log)
    expect_log("which cannot be saved yet")
    with CharacterService() as service:
        house = await furnished(open_house, service)
        await house.studio.characters.make("Rusty", CONNECTION_ID, path=film)
        await until(lambda: known(house)[0].is_ready and "is ready" in words(house), what="it is ready")

        told = [str(each.text) for each in house.heard if isinstance(each, Notice)]
        assert any("Note it down: char_1" in each for each in told)
        assert ["char_1"] == [each.remote_id for each in CharacterStore(house.data_dir / "characters").all()]


async def test_a_request_with_a_character_of_another_connection_is_refused_before_it_is_sent(
    open_house: OpenHouse, film: Path
) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        other = replace(rusty, service="another", connection_name="Elsewhere")
        with pytest.raises(InputError, match="“Rusty” was made with “Elsewhere”, and only that connection knows it"):
            await house.studio.jobs.submit(asking(other), CONNECTION_ID)
        with pytest.raises(InputError, match="at most 2"):
            await house.studio.jobs.submit(asking(rusty, rusty, rusty), CONNECTION_ID)

        assert [] == service.requests("submit")


@pytest.mark.parametrize(
    ("name", "said"), [("", "Give the character a name"), ("x" * 81, "at most 80"), ("a\nb", "one line")]
)
async def test_a_name_that_the_format_has_no_room_for_is_not_sent(
    open_house: OpenHouse, film: Path, name: str, said: str
) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        with pytest.raises(InputError, match=said):
            await house.studio.characters.make(name, CONNECTION_ID, path=film)


async def test_what_is_no_film_is_not_sent(open_house: OpenHouse, tmp_path: Path) -> None:
    page = tmp_path / "page.mp4"
    page.write_text("<html>")
    with CharacterService() as service:
        house = await furnished(open_house, service)
        for path in (page, tmp_path, tmp_path / "gone.mp4", None):
            with pytest.raises(InputError, match="isn't a film"):
                await house.studio.characters.make("Rusty", CONNECTION_ID, path=path)

        assert [] == service.requests("make")


async def test_one_that_was_made_elsewhere_is_entered_by_its_id(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        with pytest.raises(InputError, match="already on the list"):
            await house.studio.characters.add(CONNECTION_ID, rusty.remote_id)
        await house.studio.characters.remove(rusty.id)
        assert () == known(house)
        entered = await house.studio.characters.add(CONNECTION_ID, " char_1 ")
        with pytest.raises(InputError, match="knows no character with this id"):
            await house.studio.characters.add(CONNECTION_ID, "char_9", "Luna")

        assert ("Rusty", "char_1", CharacterState.READY) == (entered.name, entered.remote_id, entered.state)
        assert 1 == len(service.requests("make"))


async def test_where_a_service_does_not_say_what_one_is_called_a_person_does(open_house: OpenHouse) -> None:
    with CharacterService() as service:
        service.reply_next("character", Reply.of_page(502), Reply.of_json({"id": "char_7"}))
        house = await furnished(open_house, service)
        luna = await house.studio.characters.add(CONNECTION_ID, "char_7", "Luna")
        with pytest.raises(InputError, match="Give the character a name"):
            await house.studio.characters.add(CONNECTION_ID, "char_8")

        assert ("Luna", "char_7") == (luna.name, luna.remote_id)


async def test_another_label_is_a_persons_own(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        await house.studio.characters.rename(rusty.id, "The old fox")
        (renamed,) = known(house)
        await house.studio.characters.rename(rusty.id, "")

        assert ("The old fox", "Rusty", "Rusty") == (renamed.title, renamed.name, renamed.shown.name)
        assert "Rusty" == known(house)[0].title
        assert isinstance([each for each in house.heard if isinstance(each, CharactersChanged)][-1], CharactersChanged)


async def test_it_counts_in_spending_and_a_zero_budget_holds_it_back(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        service.reply_next("make", Reply.of_json({"id": "char_1"}, 200, **{"x-litellm-response-cost": "0.01"}))
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        spent = await house.studio.spending.report()
        assert Decimal("0.01") == (told.amount if (told := rusty.charge.standing) else None)
        assert (0, 1, {"USD": Decimal("0.01")}) == (spent.whole.clips, spent.whole.characters, spent.whole.total)
        assert ["(characters)"] == [each.name for each in spent.sums[SpendBy.MODEL]]

        await house.studio.settings.change(budget=Budget(day=Limits(money=Decimal(5))))
        with pytest.raises(OverBudgetError, match="what a character costs") as asked:
            await house.studio.characters.make("Luna", CONNECTION_ID, path=film)
        await house.studio.characters.make("Luna", CONNECTION_ID, path=film, agreed=asked.value.asked)
        await until(lambda: len(service.requests("make")) == 2, what="it is sent")
        await house.studio.settings.change(budget=Budget(day=Limits(money=Decimal(0))))
        with pytest.raises(InputError, match="Your budget is zero"):
            await house.studio.characters.make("Kit", CONNECTION_ID, path=film)


async def test_where_nothing_is_billed_nothing_is_said_to_be(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        service.make_faults.append(Fault.ACCEPT_THEN_DROP)
        house = await open_house(service, wire=WIRE, models=(MODEL,), prices=PriceList(free=True))
        character = await made(house, film)

        assert (CharacterState.UNKNOWN, Billed.NO) == (character.state, character.bill)
        assert "Nothing is billed." in words(house)
        assert 0 == (await house.studio.spending.report()).whole.characters


async def test_a_file_that_cannot_be_read_stays_where_it_is(
    open_house: OpenHouse, film: Path, expect_log: object
) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        rusty = await made(house, film)
        await house.studio.close()
        file = house.data_dir / "characters" / f"{rusty.id}.json"
        file.write_text("{half")
        assert callable(expect_log)
        expect_log("cannot be read; its file stays")
        house = await furnished(open_house, service)

        assert ((), "{half") == (known(house), file.read_text())


async def test_a_retry_and_what_is_shown_of_a_request_have_its_characters(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        request = asking(await made(house, film))
        assert '"id": "char_1"' in await house.studio.inside.of_request(request, CONNECTION_ID)
        service.script(Fault.REFUSE_400)
        (job,) = await house.studio.jobs.submit(request, CONNECTION_ID)
        await house.until(job, "refused")
        again = await house.studio.jobs.retry(job.id)
        await house.until(again, "done")

        first, second = service.requests("submit")
        assert read_form(first).fields["characters"] == read_form(second).fields["characters"]


async def test_a_preview_says_that_it_is_drawn_without_it_and_the_real_thing_has_it(
    open_house: OpenHouse, film: Path
) -> None:
    with CharacterService() as service:
        house = await open_house(service, wire=WIRE, models=CATALOG)
        rusty = await made(house, film)
        request = Request("Rusty", CATALOG[0], CATALOG[0].sizes[0], 4, characters=(rusty.shown,))
        preview = await house.studio.previews.make(request)
        assert ((), (rusty.shown,)) == (
            preview.request.characters,
            preview.preview_of and preview.preview_of.request.characters,
        )
        assert "The preview is drawn without “Rusty”: only “Fake” knows this character." == words(house)
        (job,) = await house.studio.previews.send(preview.id, CONNECTION_ID, Cost(None))
        await house.until(job, "done")

        assert [{"id": "char_1"}] == read_form(service.requests("submit")[0]).fields["characters"]


async def test_nothing_is_sent_from_a_folder_that_a_person_has_to_look_at_first(
    open_house: OpenHouse, film: Path
) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        await made(house, film)
        await house.studio.jobs.set_paused(True)
        await house.submit(model=MODEL)
        await house.studio.close()
        (house.data_dir / "sent.journal").unlink()
        house = await furnished(open_house, service)
        with pytest.raises(HeldError):
            await house.studio.characters.make("Luna", CONNECTION_ID, path=film)

        assert 1 == len(service.requests("make"))


@pytest.mark.usefixtures("with_engine")
async def test_the_engine_makes_a_character_and_shows_it(open_house: OpenHouse, film: Path) -> None:
    with CharacterService() as service:
        house = await furnished(open_house, service)
        await house.studio.characters.make("Rusty", ENGINE_ID, path=film)
        rusty = await ended(house)
        request = replace(asking(rusty), model=CATALOG[0], size=CATALOG[0].sizes[0])
        (job,) = await house.studio.jobs.submit(request, ENGINE_ID)
        job = await house.until(job, "queued", "running", "fetching", "verifying", "done")

        assert (CharacterState.READY, Billed.NO) == (rusty.state, rusty.bill)
        assert job.remote_id
