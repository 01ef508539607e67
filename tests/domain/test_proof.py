"""Which job proves a connection: the cheapest that takes a first frame, and none that may not go."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot, LengthRange, Settled, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.format_facts import FormatFacts, LocalImage
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from sora_desktop.domain.proof import Proof, proof_for
from sora_desktop.domain.request import is_proof
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.told import Told
from tests.support.formats import FACTS, NATIVE

HD, SMALL = Size(1280, 720), Size(832, 480)
FORMAT: FormatFacts = FACTS[NATIVE]


def model(
    model_id: str, *, images: tuple[ImageSlot, ...] = (ImageSlot(),), lengths: tuple[int, ...] = (8, 4)
) -> VideoModel:
    return VideoModel(model_id, (HD, SMALL), lengths, images=images)


def connection(*models: VideoModel, prices: tuple[Price, ...] = (), **changes: object) -> Connection:
    plain = Connection(
        "c",
        "C",
        "https://c.example",
        NATIVE,
        models=models,
        key_place=KeyPlace.KEYRING,
        prices=PriceList(prices=prices),
    )
    ways = {"pictures": FORMAT.pictures, "body": FORMAT.body, "file_body": FORMAT.body}
    return replace(plain, **{**ways, **changes})  # type: ignore[arg-type]


def proof(*models: VideoModel, prices: tuple[Price, ...] = (), **changes: object) -> Proof:
    found = proof_for(connection(*models, prices=prices, **changes))
    assert found is not None
    return found


def told(found: Proof) -> tuple[str, Size, int, bool, Cost]:
    request = found.request
    return request.model_id, request.size, request.seconds, found.has_picture, found.cost


def test_it_is_the_shortest_of_the_cheapest_with_a_first_frame() -> None:
    prices = (Price("dear", Decimal(1)), Price("cheap", Decimal("0.10")), Price("words", Decimal("0.01")))
    found = proof(model("dear"), model("words", images=()), model("cheap"), prices=prices)

    assert ("cheap", SMALL, 4, True, Cost(Decimal("0.40"))) == told(found)
    assert is_proof(found.request)
    assert Origin(Way.PROOF) == found.request.origin


def test_a_price_of_a_size_counts() -> None:
    prices = (Price("a", Decimal("0.20")), Price("a", Decimal("0.10"), size=HD))

    assert ("a", HD, 4, True, Cost(Decimal("0.40"))) == told(proof(model("a"), prices=prices))


def test_what_has_a_price_comes_before_what_has_none() -> None:
    found = proof(
        model("unpriced", lengths=(1,)), model("priced"), prices=(Price("priced", Decimal(5), PriceUnit.JOB),)
    )

    assert ("priced", SMALL, 4, True, Cost(Decimal(5))) == told(found)


def test_without_any_price_the_smallest_goes_and_its_price_is_unknown() -> None:
    ranged = replace(model("ranged"), lengths=(), length_range=LengthRange(2, 10))

    assert ("ranged", SMALL, 2, True, Cost(None)) == told(proof(model("long"), ranged))


def test_where_no_model_takes_a_first_frame_words_alone_are_sent() -> None:
    reference = model("reference", images=(ImageSlot(ImageRole.REFERENCE),))
    found = proof(reference, model("words", images=(), lengths=(10,)))

    assert ("reference", SMALL, 4, False, Cost(None)) == told(found)
    assert () == found.request.images


def test_where_pictures_of_this_computer_are_not_sent_words_alone_are() -> None:
    assert not proof(model("a"), local_image=LocalImage.REFUSE).has_picture


def test_a_model_that_needs_another_picture_is_left_out() -> None:
    both = model("both", images=(ImageSlot(), ImageSlot(ImageRole.LAST, least=1)), lengths=(1,))

    assert "plain" == proof(both, model("plain")).request.model_id


def test_what_nobody_calls_a_video_model_comes_last() -> None:
    chat, video = model("chat", lengths=(1,)), replace(model("video"), id="video")
    found = proof(chat, video, told=Told(doubtful=(chat,)), prices=(Price("chat", Decimal("0.01")),))

    assert "video" == found.request.model_id


def test_what_the_id_settles_stays_as_it_is() -> None:
    fixed = replace(model("fixed"), fixes=(Settled.SIZE, Settled.SECONDS), default_seconds=8)

    assert ("fixed", HD, 8, True, Cost(None)) == told(proof(fixed))


@pytest.mark.parametrize("changes", [{"models": ()}, {"key_place": KeyPlace.MISSING}])
def test_where_nothing_may_be_sent_there_is_no_proof(changes: dict[str, object]) -> None:
    assert proof_for(connection(*CATALOG, **changes)) is None  # type: ignore[arg-type]
