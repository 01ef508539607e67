"""What a clip costs, as far as anyone knows."""

from decimal import Decimal

from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit, estimate
from sora_desktop.domain.shapes import Size

HD, WIDE = Size(1280, 720), Size(1792, 1024)
LIST = PriceList(
    prices=(
        Price("sora2-pro-1080p", Decimal("0.30")),
        Price("sora2-pro-1080p", Decimal("0.50"), size=WIDE),
        Price("sora2-landscape-4s", Decimal("0.15"), PriceUnit.JOB),
    )
)


def test_a_price_per_second_is_for_every_second_and_the_exact_size_wins() -> None:
    assert estimate(LIST, "sora2-pro-1080p", HD, 8) == Cost(Decimal("2.40"))
    assert estimate(LIST, "sora2-pro-1080p", WIDE, 8) == Cost(Decimal("4.00"))


def test_a_price_per_job_is_for_the_whole_clip() -> None:
    assert estimate(LIST, "sora2-landscape-4s", HD, 4) == Cost(Decimal("0.15"))


def test_a_price_that_nobody_knows_stays_unknown_and_is_never_zero() -> None:
    unknown = estimate(LIST, "another", HD, 4)

    assert unknown.amount is None
    assert unknown.times(3).amount is None
    assert not unknown.free


def test_free_is_said_only_of_a_service_that_never_bills() -> None:
    assert estimate(PriceList(free=True), "any", HD, 4) == Cost(Decimal(0), free=True)
    assert estimate(LIST, "sora2-landscape-4s", HD, 4).times(3) == Cost(Decimal("0.45"))
