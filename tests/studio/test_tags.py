"""A person gives tags to clips: they are kept with clip, sidecar and job, found by the search, and spending is told by them."""

from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.job import Job
from sora_desktop.domain.library import LibraryQuery
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from sora_desktop.domain.spend import SpendBy
from sora_desktop.store.clips import sidecar_path
from tests.servers.service import FakeService, Fault
from tests.studio.conftest import OpenHouse
from tests.studio.house import House

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))


async def made(house: House, prompt: str = "a fox in snow") -> tuple[Job, Clip]:
    (job,) = await house.submit(prompt)
    done = await house.until(job, "done")
    return done, await the_clip(house, done)


async def the_clip(house: House, job: Job) -> Clip:
    (clip,) = await house.studio.library.these([job.clip_id or ""])
    return clip


async def found(house: House, words: str) -> list[str]:
    answer = await house.studio.library.look(LibraryQuery(words))
    assert answer is not None
    return [clip.prompt for clip in answer.clips]


async def by_tag(house: House) -> dict[str, tuple[int, Decimal]]:
    report = await house.studio.spending.report()
    return {each.name: (each.clips, each.total["USD"]) for each in report.sums[SpendBy.TAG]}


async def test_tags_stand_with_the_clip_its_sidecar_and_its_job_and_the_file_stays_as_it_is(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, prices=EACH)
    job, clip = await made(house)
    before = clip.path.read_bytes()

    await house.studio.tags.change([clip.id], ["winter", "Client A"])

    tagged = await the_clip(house, job)
    assert ("winter", "Client A") == tagged.tags == (await house.job(job.id)).tags
    assert '"Client A"' in sidecar_path(clip.path).read_text("utf-8")
    assert (before, clip.path) == (tagged.path.read_bytes(), tagged.path)
    assert ["a fox in snow"] == await found(house, "tag:win") == await found(house, "client a")
    assert [] == await found(house, "tag:fox"), "the prompt's words are no tags"


async def test_they_are_kept_over_a_restart_and_where_the_list_is_made_anew_from_the_folder(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, prices=EACH)
    job, clip = await made(house)
    await house.studio.tags.change([clip.id], ["winter"])
    await house.studio.close()
    for ledger in clip.path.parents[1].glob("ledger.sqlite3*"):
        ledger.unlink()

    again = await open_house(service, without_key=True)
    await again.studio.library.take_stock(lambda _clip: None)
    assert ("winter",) == (await the_clip(again, job)).tags


async def test_spending_is_told_by_tag_also_of_what_is_off_the_list_or_in_the_trash(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service, prices=EACH)
    (first, one), (second, two), (_third, _) = await made(house), await made(house, "b"), await made(house, "c")
    await house.studio.jobs.remove(first.id)
    await house.studio.tags.change([one.id, two.id], ["winter"])
    await house.studio.tags.change([two.id], ["=cmd()", "Winter"])

    assert {"winter": (2, Decimal("0.80")), "=cmd()": (1, Decimal("0.40")), "": (1, Decimal("0.40"))} == {
        name.replace("Winter", "winter"): each for name, each in (await by_tag(house)).items()
    }
    await house.studio.spending.export(tmp_path / "spending.csv")
    table = (tmp_path / "spending.csv").read_text("utf-8-sig")
    assert f'{second.id},"\'=cmd(), Winter"' in table
    assert [] == [job for job in (await house.studio.snapshot()).jobs if job.id == first.id], "it stays off the list"


async def test_a_job_that_is_tried_again_has_the_tags_of_the_first(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service, prices=EACH)
    (_job, clip) = await made(house)
    await house.studio.tags.change([clip.id], ["winter"])
    service.script(Fault.REFUSE_400)
    (refused,) = await house.submit("b")
    await house.until(refused, "refused")
    house.studio.jobs._ledger.update(refused.id, tags=("winter",))

    again = await house.until(await house.studio.jobs.retry(refused.id), "done")
    assert ("winter",) == again.tags == (await the_clip(house, again)).tags


async def test_a_full_disk_is_said_and_the_clip_stays_as_it_was(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service, prices=EACH)
    job, clip = await made(house)

    def refuse(*_: object) -> None:
        raise StorageError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr("sora_desktop.store.clips.write_atomically", refuse)
        with pytest.raises(StorageError):
            await house.studio.tags.change([clip.id], ["winter"])
    assert () == (await the_clip(house, job)).tags == (await house.job(job.id)).tags
