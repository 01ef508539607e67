"""Reference pictures are kept in the data folder, also where somebody deleted their folder meanwhile."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError, PictureChangedError, UnreachablePictureError, UnsavedPictureError
from sora_desktop.domain.image import ImageVerdict, InputImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import LinkAs, WireOptions
from sora_desktop.media.picture_child import Prepared, prepare_in_child
from sora_desktop.services.http import transport
from sora_desktop.studio import pictures
from tests.servers.http_server import HttpServer, Reply
from tests.servers.pictures import pictures as pictures_server
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.pictures import write_picture


async def test_the_folder_of_the_pictures_is_made_again_where_somebody_deleted_it(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    shutil.rmtree(house.data_dir / "inputs")

    (job,) = await house.submit(image=image)

    await house.until(job, "done")
    adopted = await house.studio.pictures.adopt(b"pasted", "pasted.png")
    assert adopted.path is not None
    assert adopted.path.read_bytes() == b"pasted"


async def test_a_picture_that_cannot_be_kept_is_said_with_what_it_costs_and_nothing_is_sent(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    shutil.rmtree(house.data_dir / "inputs")
    (house.data_dir / "inputs").write_text("in the way")

    with pytest.raises(UnsavedPictureError, match=rf"^{UnsavedPictureError.what[:-1]}.*{UnsavedPictureError.money}"):
        await house.submit(image=image)
    with pytest.raises(UnsavedPictureError):
        await house.studio.pictures.adopt(b"pasted", "pasted.png")

    assert service.requests("submit") == []


async def test_a_picture_that_is_another_one_than_was_shown_is_not_sent(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    shown = await house.studio.pictures.look_at(image)
    write_picture(tmp_path / "fox.png", 900, 900)

    with pytest.raises(PictureChangedError, match="has changed since you saw it, so nothing was sent"):
        await house.submit(image=image)
    now = await house.studio.pictures.look_at(image)
    (job,) = await house.submit(image=image)

    await house.until(job, "done")
    assert shown.digest != now.digest
    assert 1 == len(service.requests("submit"))


async def test_a_picture_that_has_gone_since_it_was_shown_is_not_left_out_in_silence(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    await house.studio.pictures.look_at(image)
    (tmp_path / "fox.png").unlink()

    with pytest.raises(InputError, match="The picture is gone"):
        await house.submit(image=image)
    assert ImageVerdict.NOT_FOUND == (await house.studio.pictures.look_at(image)).verdict
    assert service.requests("submit") == []


async def test_a_picture_that_was_only_copied_to_its_place_anew_is_the_same_picture(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    await house.studio.pictures.look_at(image)
    shutil.copy(tmp_path / "fox.png", tmp_path / "copy.png")
    (tmp_path / "copy.png").replace(tmp_path / "fox.png")

    (job,) = await house.submit(image=image)

    await house.until(job, "done")


async def test_a_picture_that_changes_while_it_is_prepared_is_not_sent(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    await house.studio.pictures.look_at(image)

    def change_and_prepare(path: Path, *arguments: Any) -> Prepared:
        return prepare_in_child(write_picture(path, 900, 900), *arguments)

    monkeypatch.setattr(pictures, "prepare_in_child", change_and_prepare)

    with pytest.raises(PictureChangedError):
        await house.submit(image=image)
    assert service.requests("submit") == []


async def test_a_service_on_a_network_of_ones_own_is_given_a_picture_there_and_a_public_one_is_not(
    monkeypatch: pytest.MonkeyPatch, open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    """Both have names with dots: where they lead decides."""
    addresses = {"video.corp.example": ("10.1.2.3",), "api.example": ("93.184.215.14",)}

    async def resolve(host: str, _port: int) -> tuple[str, ...]:
        return addresses[host]

    monkeypatch.setattr(transport, "resolve_by_system", resolve)
    house = await open_house(service)
    await house.studio.jobs.set_paused(True)
    model = CATALOG[0]
    with pictures_server(write_picture(tmp_path / "fox.png").read_bytes()) as (server, _):
        request = Request("a fox", model, model.settle_size(None), 4, (InputImage(url=server.url),))
        for base_url in ("https://video.corp.example", "https://api.example"):
            await house.studio.connections.save(Connection(base_url, base_url, base_url), "sk-abcdef")
        (job,) = await house.studio.jobs.submit(request, "https://video.corp.example")
        with pytest.raises(InputError, match="address is private"):
            await house.studio.jobs.submit(request, "https://api.example")

    assert job.service.base_url == "https://video.corp.example"
    assert [each.is_inside for each in (await house.studio.snapshot()).connections] == [False, False, True, False]


async def test_the_picture_of_an_address_is_fetched_and_sent_as_a_file_where_the_service_takes_files_only(
    open_house: OpenHouse, native_service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(native_service, wire=WireOptions(link=LinkAs.FILE))
    with pictures_server(write_picture(tmp_path / "fox.png", 640, 640).read_bytes()) as (server, _):
        (job,) = await house.submit(image=InputImage(url=server.url))
        done = await house.until(job, "done")

    (sent,) = native_service.requests("submit")
    assert b'name="input_reference"; filename="reference.' in sent.body
    assert done.input_path is not None
    with Image.open(done.input_path) as prepared:
        assert (job.request.size.width, job.request.size.height) == prepared.size


async def test_a_picture_that_cannot_be_fetched_costs_nothing(
    open_house: OpenHouse, native_service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(native_service, wire=WireOptions(link=LinkAs.FILE))
    whole = write_picture(tmp_path / "fox.png", 640, 640).read_bytes()
    with (
        HttpServer(lambda _: Reply(200, {}, whole, cut_at=len(whole) - 9)) as server,
        pytest.raises(UnreachablePictureError, match="can't be fetched from its address, so nothing was sent"),
    ):
        await house.submit(image=InputImage(url=f"{server.base_url}/fox.png"))

    assert [] == native_service.requests("submit")
