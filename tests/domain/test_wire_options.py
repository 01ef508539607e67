"""What a connection says of the bodies of its requests, and what the judge makes of it."""

from dataclasses import replace
from pathlib import Path

from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace, new_connection
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.request import Request, wire_format, wire_options
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, SecondsAs, SourceAs, WireOptions
from sora_desktop.services.formats import FORMATS
from tests.support import formats

MODEL = VideoModel("m", (Size(1280, 720),), (4,), images=(ImageSlot(), ImageSlot(ImageRole.LAST, 1, "last_frame")))
HERE, THERE = InputImage(path=Path("/a.png")), InputImage(url="https://pics.example/b.png")
LAST = replace(THERE, role=ImageRole.LAST)


def service(format_id: str, wire: WireOptions = AS_THE_FORMAT_HAS_IT) -> Connection:
    facts = FORMATS[format_id].facts
    sister = FORMATS[facts.pictures.file_format].facts if facts.pictures.file_format else facts
    new = replace(new_connection(facts), name="Service", base_url="https://video.example", wire=wire)
    return replace(new, key_place=KeyPlace.NOT_NEEDED, models=(MODEL,), file_body=sister.body)


def wish(*images: InputImage, model: VideoModel = MODEL) -> Request:
    return Request("a fox", model, Size(1280, 720), 4, images=images)


def problems(request: Request, connection: Connection) -> dict[Field, str]:
    facts = [ImageFacts(image, ImageVerdict.OK) for image in request.images]
    return {each.field: str(each.text) for each in check(request, request.model, connection, facts)}


def test_a_model_that_wants_another_way_overrides_its_service_whole() -> None:
    own = replace(MODEL, wire=WireOptions(seconds=SecondsAs.NUMBER, seconds_field="duration"))
    connection = service(formats.NATIVE, WireOptions(form=True))

    assert replace(connection.wire, local=LocalImage.NATIVE) == wire_options(wish(), connection)
    assert own.wire is not None
    assert replace(own.wire, local=LocalImage.NATIVE) == wire_options(wish(model=own), connection)


def test_what_a_service_wants_of_its_own_format_says_nothing_of_the_sister_of_it() -> None:
    connection = service(formats.UNIALL, WireOptions(seconds=SecondsAs.TEXT))

    assert (formats.NATIVE, SecondsAs.OWN) == (
        wire_format(wish(HERE), connection),
        wire_options(wish(HERE), connection).seconds,
    )
    assert SecondsAs.TEXT is wire_options(wish(THERE), connection).seconds


def test_a_link_that_is_fetched_is_a_file_and_goes_with_files() -> None:
    plain, fetching = service(formats.NATIVE), service(formats.NATIVE, WireOptions(link=LinkAs.FILE))

    assert {Field.OTHER_IMAGES} == set(problems(wish(HERE, LAST), plain))
    assert {} == problems(wish(HERE, LAST), fetching)
    assert formats.NATIVE == wire_format(wish(THERE), service(formats.UNIALL, WireOptions(link=LinkAs.FILE)))


def test_a_model_that_takes_no_files_says_so_before_money_is_spent() -> None:
    links_only = replace(MODEL, wire=WireOptions(local=LocalImage.REFUSE))
    said = problems(wish(HERE, model=links_only), service(formats.NATIVE))

    assert "m only takes pictures from a public web address, not from this computer." == said[Field.IMAGE]
    assert {} == problems(wish(THERE, model=links_only), service(formats.NATIVE))


def test_a_model_that_takes_data_urls_goes_in_the_format_of_its_service() -> None:
    inlined = replace(MODEL, wire=WireOptions(local=LocalImage.DATA_URL))
    connection = replace(service(formats.UNIALL), local_image=LocalImage.REFUSE)

    assert formats.UNIALL == wire_format(wish(HERE, model=inlined), connection)
    assert {} == problems(wish(HERE, LAST, model=inlined), connection)


def test_a_field_that_the_service_uses_for_the_length_is_taken() -> None:
    clash = replace(MODEL, images=(ImageSlot(field="duration"),))
    connection = service(formats.NATIVE, WireOptions(seconds_field="duration"))

    assert {Field.IMAGE} == set(problems(wish(THERE, model=clash), connection))
    assert {} == problems(wish(THERE, model=clash), service(formats.NATIVE))


def test_a_shape_that_a_family_cannot_be_told_is_refused_unless_a_first_frame_has_it() -> None:
    """A short side alone says nothing of it: such a clip would be wide, and billed."""
    tall = replace(MODEL, id="MiniMax-Hailuo-02", sizes=(Size(768, 1366),))
    connection = replace(service(formats.NATIVE), preset="new-api", models=(tall,))
    request = replace(wish(model=tall), size=tall.sizes[0])

    assert {Field.SHAPE} == set(problems(request, connection))
    assert {} == problems(replace(request, images=(HERE,)), connection)


def test_what_nobody_vouches_for_may_go_once_a_person_says_how_it_is_sent() -> None:
    odd = replace(MODEL, id="my-pixverse")
    connection = replace(service(formats.NATIVE), preset="new-api", models=(odd,))
    wire = WireOptions(link=LinkAs.FILE, remix=SourceAs.PATH)
    asked = replace(connection, wire=wire)

    assert {Field.SECONDS, Field.IMAGE} == set(problems(wish(HERE, model=odd), asked))
    assert {} == problems(wish(HERE, model=replace(odd, wire=WireOptions())), asked), "in its entry"
    assert {} == problems(wish(HERE, model=odd), replace(asked, wire=replace(wire, form=True))), "in the connection"


def test_an_address_that_the_app_fetches_itself_may_be_private_or_end_soon() -> None:
    """No service opens it: "save the picture and drop the file" is what happens anyway."""
    fetching = service(formats.NATIVE, WireOptions(link=LinkAs.FILE))
    facts = (
        ImageFacts(THERE, ImageVerdict.OK, private_address=True),
        ImageFacts(THERE, ImageVerdict.EXPIRES_SOON),
    )
    request = wish(THERE)
    said = [[str(each.text) for each in check(request, request.model, fetching, [found])] for found in facts]
    plain = [bool(check(request, request.model, service(formats.NATIVE), [found])) for found in facts]

    assert ([[], []], [True, True]) == (said, plain)
    assert check(request, request.model, fetching, [ImageFacts(THERE, ImageVerdict.EXPIRED)])
