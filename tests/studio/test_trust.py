"""What a person is shown is what is sent; what a person pastes is asked about; what lies in the folder is found."""

from pathlib import Path

import pytest

from sora_desktop.domain.errors import DiffersError, InputError
from sora_desktop.domain.image import InputImage
from tests.servers.service import FakeService, Fault
from tests.studio.conftest import OpenHouse
from tests.support.pictures import write_picture
from tests.support.until import until


async def test_a_file_that_changed_since_it_was_shown_is_not_sent(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    await house.studio.pictures.look_at(image)
    write_picture(tmp_path / "fox.png", 800, 600)
    with pytest.raises(InputError, match="has changed"):
        await house.submit(image=image)

    assert service.requests("submit") == []
    await house.studio.pictures.look_at(image)
    (job,) = await house.submit(image=image)
    await house.until(job, "done")


async def test_a_pasted_id_that_the_service_does_not_know_changes_nothing(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.ACCEPT_THEN_EMPTY)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "unknown")
    with pytest.raises(InputError, match="no job with that id"):
        await house.studio.jobs.bind_remote_id(job.id, "no-such-id")

    assert (await house.job(job.id)).state == "unknown"
    await house.studio.jobs.bind_remote_id(job.id, service.only_job().id)
    await house.until(job, "done")


async def test_a_pasted_id_of_a_job_with_another_prompt_is_taken_only_after_a_warning(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.script(Fault.ACCEPT_THEN_EMPTY, Fault.ACCEPT_THEN_EMPTY)
    house = await open_house(native_service)
    (fox,) = await house.submit("a fox")
    (owl,) = await house.submit("an owl")
    await house.until(fox, "unknown")
    await house.until(owl, "unknown")
    ids = {job.prompt: job.id for job in native_service.jobs.values()}
    with pytest.raises(DiffersError, match="“an owl”"):
        await house.studio.jobs.bind_remote_id(fox.id, ids["an owl"])
    before = (await house.job(fox.id)).state
    await house.studio.jobs.bind_remote_id(fox.id, ids["an owl"], although_it_differs=True)

    assert ("unknown", ids["an owl"]) == (before, (await house.job(fox.id)).remote_id)


async def test_a_library_whose_job_list_is_gone_is_rebuilt_and_it_is_said(
    open_house: OpenHouse, service: FakeService
) -> None:
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "done")
    await first.studio.close()
    for file in first.data_dir.glob("ledger.sqlite3*"):
        file.unlink()
    second = await open_house(service)
    await until(
        lambda: any("is rebuilt from its files" in str(getattr(event, "text", "")) for event in second.heard),
        what="it is said",
    )
    (clip,) = await second.clips()

    assert (clip.prompt, clip.path.read_bytes()) == ("a fox in snow", service.clip.data)
