"""What a clip costs, as far as anyone knows, by the request that is sent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sora_desktop.domain.catalog import CATALOG, ImageRole
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.parameters import ParameterValue, Scalar
from sora_desktop.domain.pricing import Cost, Doubt, PictureWhen, Price, PriceList, PriceUnit, estimate, total_cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from tests.support.rows import rows

HD, WIDE = Size(1280, 720), Size(1792, 1024)
LIST = PriceList(
    prices=(
        Price("sora2-pro-1080p", Decimal("0.30")),
        Price("sora2-pro-1080p", Decimal("0.50"), size=WIDE),
        Price("sora2-landscape-4s", Decimal("0.15"), PriceUnit.JOB),
    )
)
SOUND, LOUD_AND_SHARP = ("audio", True), (("audio", True), ("quality", "high"))
BY_PARAMETERS = PriceList(
    prices=(
        Price("wan", Decimal("0.10")),
        Price("wan", Decimal("0.20"), when=(SOUND,)),
        Price("wan", Decimal("0.40"), when=LOUD_AND_SHARP),
    )
)


def a_request(model: str, size: Size, seconds: int, **sent: Scalar) -> Request:
    values = tuple(ParameterValue(name, value) for name, value in sent.items())
    return Request("a fox", replace(CATALOG[6], id=model), size, seconds, parameters=values)


def test_a_price_per_second_is_for_every_second_and_the_exact_size_wins() -> None:
    assert Cost(Decimal("2.40")) == estimate(LIST, a_request("sora2-pro-1080p", HD, 8))
    assert Cost(Decimal("4.00")) == estimate(LIST, a_request("sora2-pro-1080p", WIDE, 8))


def test_a_price_per_job_is_for_the_whole_clip() -> None:
    assert Cost(Decimal("0.15")) == estimate(LIST, a_request("sora2-landscape-4s", HD, 4))


@rows(
    ("sent", "price"),
    [
        ({}, "0.10"),
        ({"audio": False}, "0.10"),
        ({"audio": True}, "0.20"),
        ({"audio": 1}, "0.10"),
        ({"audio": True, "quality": "high"}, "0.40"),
        ({"quality": "high"}, "0.10"),
    ],
)
def test_a_price_that_depends_on_parameters_holds_for_what_is_sent(sent: dict[str, Scalar], price: str) -> None:
    assert Cost(Decimal(price)) == estimate(BY_PARAMETERS, a_request("wan", HD, 1, **sent))


BY_PICTURES = PriceList(
    prices=(
        Price("wan", Decimal("0.10"), pictures=(PictureWhen(is_there=False),)),
        Price("wan", Decimal("0.20"), pictures=(PictureWhen(),)),
        Price("wan", Decimal("0.40"), pictures=(PictureWhen(), PictureWhen("last"))),
    )
)


@pytest.mark.parametrize(
    ("roles", "price"), [((), "0.10"), (("first",), "0.20"), (("first", "last"), "0.40"), (("reference",), "0.20")]
)
def test_a_price_that_depends_on_pictures_holds_for_those_that_go_along(roles: tuple[str, ...], price: str) -> None:
    images = tuple(InputImage(url="https://example.com/fox.png", role=ImageRole(role)) for role in roles)

    assert Cost(Decimal(price)) == estimate(BY_PICTURES, replace(a_request("wan", HD, 1), images=images))


def test_where_there_is_a_price_with_a_picture_alone_it_is_unknown_without_one() -> None:
    only = PriceList(prices=BY_PICTURES.prices[1:])

    assert estimate(only, a_request("wan", HD, 1)).amount is None


def test_where_every_price_depends_on_what_is_left_to_the_service_the_price_is_unknown() -> None:
    prices = PriceList(prices=tuple(Price("wan", Decimal(1), when=(("audio", on),)) for on in (True, False)))

    assert (None, Decimal(1)) == (
        estimate(prices, a_request("wan", HD, 1)).amount,
        estimate(prices, a_request("wan", HD, 1, audio=False)).amount,
    )


def test_of_two_lines_that_ask_for_as_much_the_dearer_one_counts() -> None:
    lines = (Price("wan", Decimal(1), size=HD), Price("wan", Decimal(2), when=(SOUND,)))

    for prices in (lines, lines[::-1]):
        assert Cost(Decimal(2)) == estimate(PriceList(prices=prices), a_request("wan", HD, 1, audio=True))


def test_the_prices_of_the_models_entry_hold_where_the_list_has_none_for_it() -> None:
    request = a_request("wan", HD, 2)
    usual = replace(request, model=replace(request.model, prices=(Price("wan", Decimal(3)),)))

    assert (Decimal(6), Decimal("0.20")) == (
        estimate(LIST, usual).amount,
        estimate(BY_PARAMETERS, usual).amount,
    )


def test_a_price_that_nobody_knows_stays_unknown_and_is_never_zero() -> None:
    unknown = estimate(LIST, a_request("another", HD, 4))

    assert unknown.amount is None
    assert unknown.times(3).amount is None
    assert not unknown.free


def test_free_is_said_only_of_a_service_that_never_bills() -> None:
    assert Cost(Decimal(0), free=True) == estimate(PriceList(free=True), a_request("any", HD, 4))
    assert Cost(Decimal("0.45")) == estimate(LIST, a_request("sora2-landscape-4s", HD, 4)).times(3)


def test_a_price_in_units_of_the_services_own_stays_in_them() -> None:
    in_credits = PriceList("credits", (Price("wan", Decimal(12)),))

    assert Cost(Decimal(48), "credits") == estimate(in_credits, a_request("wan", HD, 4))


def test_a_doubt_about_a_price_goes_along_with_every_sum_of_it() -> None:
    lines = (Price("wan", Decimal(1), doubts=(Doubt.UNIT,)), Price("ltx", Decimal(2), doubts=(Doubt.GROUP,)))
    one, other = (estimate(PriceList(prices=lines), a_request(model, HD, 4)) for model in ("wan", "ltx"))
    exact = Cost(Decimal(1))

    assert Cost(Decimal(8), doubts=(Doubt.UNIT,)) == one.times(2)
    assert Cost(Decimal(13), doubts=(Doubt.UNIT, Doubt.GROUP)) == total_cost([one, exact, other])
    assert [True, True, False] == [each.is_least for each in (one, total_cost([exact, one]), total_cost([exact]))]
    assert not total_cost([one, Cost(None)]).is_least, "nobody knows anything of it"
