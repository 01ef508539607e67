"""A connection is proved by one clip that is paid for once, and what that shows is said: the picture, the length, the size."""

from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.catalog import ImageSlot, VideoModel
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.events import Notice, ProofChanged
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.pricing import Cost, Price, PriceList
from sora_desktop.domain.proof import proof_for
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import WireOptions
from tests.servers.clip_file import ClipFile
from tests.servers.personalities import RemoteJob
from tests.servers.wild.intake import Understood
from tests.servers.wild.service import WildService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.pictures import write_picture
from tests.support.presets import as_preset
from tests.support.still_films import still_film
from tests.support.until import until

HD = Size(1280, 720)
SHOWN = Cost(Decimal("0.40"))


class Filming(WildService):
    """Makes a film that begins with the picture that it was given, for as long as it understood; in grey without one.

    `mirrors`: it turns pictures. `seconds`: what it makes in place of what was asked for.
    """

    mirrors = False
    seconds = 0.0

    def _made(self, understood: Understood) -> RemoteJob:
        seen = understood.picture("first")
        grey = Image.new("RGB", (1280, 720), (140, 140, 140))
        picture = grey if seen is None else _opened(seen.value)
        shown = ImageOps.mirror(picture) if self.mirrors else picture
        self.clip = ClipFile(still_film([shown], self.seconds or understood.seconds or self.wild.own_seconds))
        return super()._made(understood)


def _opened(value: bytes | str) -> Image.Image:
    data = value if isinstance(value, bytes) else b64decode(value.partition(",")[2])
    return Image.open(BytesIO(data))


def model(model_id: str, **fields: object) -> VideoModel:
    return VideoModel(model_id, (HD,), (4, 8), **{"images": (ImageSlot(),), **fields})  # type: ignore[arg-type]


async def moved_in(
    open_house: OpenHouse, service: WildService, preset: str, entry: VideoModel, **more: object
) -> House:
    prices = PriceList(prices=(Price(entry.id, Decimal("0.10")),))
    return await open_house(service, **{**as_preset(preset), "models": (entry,), "prices": prices, **more})


async def proved(house: House, model_id: str = "") -> dict[Check, Finding]:
    snapshot = await house.studio.snapshot()
    connection = next(each for each in snapshot.connections if each.id == CONNECTION_ID)
    proof = proof_for(connection, model_id)
    assert proof is not None
    job = await house.studio.proofs.prove(CONNECTION_ID, proof.cost, model_id=model_id, agreed=None)
    await house.until(job, "done")
    return {each.check: each for each in await house.studio.proofs.findings(CONNECTION_ID)}


def verdicts(found: dict[Check, Finding]) -> list[Verdict]:
    return [found[check].verdict for check in (Check.MADE, Check.PICTURE, Check.LENGTH, Check.FRAME)]


@pytest.mark.parametrize(
    ("name", "preset", "entry"),
    [
        ("openai", "openai-videos", "sora-2"),
        ("litellm", "litellm", "sora-2"),
        ("openrouter", "openrouter", "google/veo-3.1"),
    ],
)
async def test_a_service_that_honours_all_is_proved_by_one_job_that_is_paid_once(
    open_house: OpenHouse, name: str, preset: str, entry: str
) -> None:
    with Filming(name) as service:
        house = await moved_in(open_house, service, preset, model(entry))
        found = await proved(house)

        assert [Verdict.OK] * 4 == verdicts(found)
        assert 1 == len(service.money.charges)
    (job,) = (await house.studio.snapshot()).jobs
    (clip,) = await house.clips()
    assert (Origin(Way.PROOF), Origin(Way.PROOF)) == (job.request.origin, clip.recipe.request.origin)
    assert (Billed.YES, SHOWN) == (job.billed, job.cost)
    assert 1 == (await house.studio.spending.today())[0].clips, "it counts towards the budget"


async def test_a_picture_that_is_dropped_in_silence_is_found_out_and_a_way_is_named(open_house: OpenHouse) -> None:
    """The kling channel of new-api reads no file and no `seconds`, and charges for what it makes without."""
    with Filming("newapi-kling") as service:
        entry = model("kling-v3", wire=WireOptions())
        found = await proved(await moved_in(open_house, service, "new-api", entry))

    assert [Verdict.OK, Verdict.BAD, Verdict.BAD, Verdict.OK] == verdicts(found)
    assert "did not arrive" in str(found[Check.PICTURE].words)
    assert "“Pictures from this computer”" in str(found[Check.PICTURE].words)


async def test_a_picture_that_nobody_vouches_for_goes_along_once_a_clip_has_proved_it(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    with Filming("newapi-veo") as service:
        entry = model("veo-3.1-generate-preview")
        house = await moved_in(open_house, service, "new-api", entry)
        picture = InputImage(path=write_picture(tmp_path / "fox.png", 1280, 720))
        with pytest.raises(InputError, match="Nobody knows how"):
            await house.submit(model=entry, image=picture, seconds=4)
        found = await proved(house, entry.id)
        (job,) = await house.submit(model=entry, image=picture, seconds=4)
        await house.until(job, "done")

        assert [Verdict.OK] * 4 == verdicts(found)
        assert 2 == len(service.money.charges)


async def test_a_picture_that_is_dropped_stays_refused_after_the_proof(open_house: OpenHouse, tmp_path: Path) -> None:
    with Filming("newapi-old-veo") as service:
        entry = model("veo-3.0-generate-001")
        house = await moved_in(open_house, service, "new-api", entry)
        found = await proved(house, entry.id)
        picture = InputImage(path=write_picture(tmp_path / "fox.png", 1280, 720))
        with pytest.raises(InputError, match="Nobody knows how"):
            await house.submit(model=entry, image=picture, seconds=4)

    assert [Verdict.OK, Verdict.BAD, Verdict.OK, Verdict.OK] == verdicts(found)


async def test_a_length_that_nobody_hears_is_found_out_by_a_clip_of_another_length(open_house: OpenHouse) -> None:
    with Filming("newapi-unknown") as service:
        entry = replace(model("my-pixverse"), lengths=(5, 10))
        cheap = model("sora-2")
        house = await moved_in(open_house, service, "new-api", entry, models=(cheap, entry))
        found = await proved(house, entry.id)
        with pytest.raises(InputError, match="told the length"):
            await house.submit(model=entry, seconds=10)

    assert [Verdict.OK, Verdict.BAD, Verdict.BAD, Verdict.OK] == verdicts(found)
    assert "5 s long instead of 10 s" in str(found[Check.LENGTH].words)


async def test_a_turned_picture_and_another_length_are_told_and_said_once(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        service.mirrors, service.seconds = True, 10.0
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        found = await proved(house)
        await until(lambda: any("test clip" in str(each.text) for each in notices(house)), what="it is said")

    assert [Verdict.OK, Verdict.BAD, Verdict.BAD, Verdict.OK] == verdicts(found)
    assert "mirrored" in str(found[Check.PICTURE].words)
    assert "The clip is 10 s long instead of 4 s." in str(found[Check.LENGTH].words)
    (said,) = [each for each in notices(house) if "test clip" in str(each.text)]
    assert "10 s long" in str(said.text)
    assert found == {each.check: each for each in told(house)[-1].findings}


def notices(house: House) -> list[Notice]:
    return [each for each in house.heard if isinstance(each, Notice)]


def told(house: House) -> list[ProofChanged]:
    return [each for each in house.heard if isinstance(each, ProofChanged)]


async def test_a_refused_proof_says_why_and_is_not_paid(open_house: OpenHouse) -> None:
    with Filming("newapi-flat") as service:
        service.broke = True
        house = await moved_in(open_house, service, "new-api", model("sora-2"))
        job = await house.studio.proofs.prove(CONNECTION_ID, SHOWN)
        refused = await house.until(job, "refused")

    (found,) = await house.studio.proofs.findings(CONNECTION_ID)
    assert (Check.MADE, Verdict.BAD, refused.reason) == (found.check, found.verdict, found.words)
    assert Billed.NO is refused.billed


async def test_a_second_press_sends_nothing_while_the_clip_is_on_its_way(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        service.stall()
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        job = await house.studio.proofs.prove(CONNECTION_ID, SHOWN)
        await house.until(job, "queued", "running")
        with pytest.raises(InputError, match="being proved already"):
            await house.studio.proofs.prove(CONNECTION_ID, SHOWN)
        (found,) = await house.studio.proofs.findings(CONNECTION_ID)

        assert (Check.MADE, Verdict.NOT_TRIED) == (found.check, found.verdict)
        assert 1 == len(service.money.charges)


async def test_a_person_agrees_once_to_an_unknown_price_and_to_going_over_the_budget(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"), prices=PriceList())
        await house.studio.settings.change(budget=Budget(batch=Limits(money=Decimal("0.10"), seconds=2)))
        with pytest.raises(OverBudgetError, match=r"price of this clip is unknown\. This makes 4 seconds") as over:
            await house.studio.proofs.prove(CONNECTION_ID, Cost(None))
        assert [] == service.requests("submit")
        job = await house.studio.proofs.prove(CONNECTION_ID, Cost(None), agreed=over.value.asked)
        await house.until(job, "done")


async def test_above_the_budget_nothing_is_sent_until_a_person_agrees(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        await house.studio.settings.change(budget=Budget(batch=Limits(money=Decimal("0.10"))))
        with pytest.raises(OverBudgetError, match="your budget for one press"):
            await house.studio.proofs.prove(CONNECTION_ID, SHOWN)

        assert [] == service.requests("submit")
        assert () == await house.studio.proofs.findings(CONNECTION_ID)


async def test_another_price_than_the_one_that_was_shown_is_not_paid(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        with pytest.raises(InputError, match=r"Its price is \$0.40 by now"):
            await house.studio.proofs.prove(CONNECTION_ID, replace(SHOWN, amount=Decimal("0.10")))

        assert [] == service.requests("submit")


async def test_what_was_proved_is_known_after_a_restart(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        found = await proved(house)
        await house.studio.close()
        again = await open_house(service, without_key=True)

        assert found == {each.check: each for each in await again.studio.proofs.findings(CONNECTION_ID)}


async def test_a_proof_of_words_says_that_no_picture_was_tried(open_house: OpenHouse) -> None:
    with Filming("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2", images=()))
        found = await proved(house)

    assert [Verdict.OK, Verdict.NOT_TRIED, Verdict.OK, Verdict.OK] == verdicts(found)
