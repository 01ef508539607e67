"""What a connection has where a person changed nothing, and how what they changed lives through another offer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.charge import SettlementWay, Settling
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.offer import all_listed, followed, of_another_kind, offered
from sora_desktop.domain.pricing import Price, PriceList
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.told import Quota, Told
from sora_desktop.domain.wire_options import LinkAs, SecondsAs, SizeAs, WireOptions

HD = Size(1280, 720)


def model(name: str, *lengths: int) -> VideoModel:
    return VideoModel(name, (HD,), lengths or (4,))


def told(*models: VideoModel, doubtful: tuple[VideoModel, ...] = (), prices: PriceList | None = None) -> Told:
    return Told(models, doubtful, prices)


NEW = Connection("id", "Service", "https://video.example", models=())
WAN, VEO, CHAT = model("wan"), model("veo", 8), model("chat")
PRICES = PriceList(prices=(Price("wan", Decimal("0.1")),))


def ids(connection: Connection) -> list[str]:
    return [each.id for each in connection.models]


def test_what_its_kind_knows_stays_as_it_is_and_what_the_service_lists_comes_with_it() -> None:
    guess = replace(model(CATALOG[0].id), assumed=("sizes",))
    new = offered(replace(NEW, models=CATALOG), told(guess, WAN))

    assert (*CATALOG, WAN) == new.models


def test_what_nobody_calls_a_video_model_is_offered_only_where_nothing_else_is() -> None:
    assert ["wan"] == ids(offered(NEW, told(WAN, doubtful=(CHAT,))))
    assert ["chat"] == ids(offered(NEW, told(doubtful=(CHAT,))))


def test_the_prices_of_a_service_hold_unless_its_kind_never_bills() -> None:
    assert PRICES == offered(NEW, told(WAN, prices=PRICES)).prices
    free = replace(NEW, prices=PriceList(free=True))
    assert offered(free, told(WAN, prices=PRICES)).prices.free


@pytest.mark.parametrize(
    ("model_id", "field", "local"),
    [
        ("kling-v3", "duration", LocalImage.DATA_URL),
        ("vendor/Kling-v2-master", "duration", LocalImage.DATA_URL),
        ("viduq2", "duration", LocalImage.DATA_URL),
        ("jimeng_vgfm_t2v_l20", "duration", LocalImage.REFUSE),
        ("MiniMax-Hailuo-02", "duration", LocalImage.DATA_URL),
        ("doubao-seedance-1-0-pro-250528", "duration", LocalImage.DATA_URL),
        ("wan2.5-i2v-preview", "duration", LocalImage.DATA_URL),
        ("veo-3.1-generate-preview", "metadata.durationSeconds", LocalImage.DATA_URL),
    ],
)
def test_a_model_of_a_gateway_that_reads_other_fields_is_asked_by_those(
    model_id: str, field: str, local: LocalImage | None
) -> None:
    """The gateway drops what the model does not read, and charges all the same."""
    (entry,) = offered(replace(NEW, preset="new-api"), told(model(model_id))).models

    assert entry.wire is not None
    assert (field, SecondsAs.NUMBER, local) == (entry.wire.seconds_field, entry.wire.seconds, entry.wire.local)


def test_what_nobody_calls_a_video_model_is_asked_in_its_own_way_too() -> None:
    connection = replace(NEW, preset="new-api", told=told(WAN, doubtful=(model("kling-v3"),)))
    wan, kling = all_listed(connection)

    assert (WAN, True) == (wan, kling.wire is not None)
    assert (WAN, model("kling-v3")) == all_listed(replace(connection, preset=""))


def test_a_model_that_speaks_as_its_format_has_it_stays_so() -> None:
    for preset, name in (("new-api", "sora-2"), ("new-api", "my-kling"), ("openai-videos", "kling-v3")):
        (entry,) = offered(replace(NEW, preset=preset), told(model(name))).models
        assert entry.wire is None


def test_a_new_offer_reaches_all_that_a_person_did_not_change() -> None:
    before, now = offered(NEW, told(WAN, VEO)), offered(NEW, told(model("wan", 4, 8), VEO, CHAT, prices=PRICES))
    mine = replace(VEO, name="My Veo")
    connection = replace(before, models=(WAN, mine))
    after = followed(connection, before, now)

    assert (model("wan", 4, 8), mine, CHAT) == after.models
    assert (PRICES, now.told) == (after.prices, after.told)


def test_of_a_changed_entry_the_rest_goes_along() -> None:
    before, now = offered(NEW, told(VEO)), offered(NEW, told(model("veo", 8, 12)))
    after = followed(replace(before, models=(replace(VEO, name="My Veo"),)), before, now)

    assert (replace(model("veo", 8, 12), name="My Veo"),) == after.models


def test_what_a_person_hid_added_or_priced_stays_so() -> None:
    before, now = offered(NEW, told(WAN, VEO)), offered(NEW, told(WAN, VEO, CHAT, prices=PRICES))
    own, price = model("mine"), PriceList("EUR", (Price("veo", Decimal(2)),))
    after = followed(replace(before, models=(VEO, own), prices=price), before, now)

    assert ["veo", "chat", "mine"] == ids(after)
    assert price == after.prices


def test_what_is_listed_no_more_goes_unless_a_person_changed_it() -> None:
    before, now = offered(NEW, told(WAN, VEO)), offered(NEW, told(CHAT))
    mine = replace(VEO, deadline_seconds=60)

    assert ["chat"] == ids(followed(before, before, now))
    assert ["chat", "veo"] == ids(followed(replace(before, models=(WAN, mine)), before, now))


def test_what_a_service_tells_of_its_units_follows_unless_a_person_said_it() -> None:
    new = replace(Connection("", "", ""), settling=Settling((SettlementWay.NEW_API_TASK,), units_a_dollar=500_000))
    told = Told(quota=Quota(1000, "USD"))
    mine = replace(new, settling=replace(new.settling, units_a_dollar=7))

    assert 1000 == followed(new, new, offered(new, told)).settling.units_a_dollar
    assert 7 == followed(mine, new, offered(new, told)).settling.units_a_dollar
    assert Settling() == offered(replace(new, settling=Settling()), told).settling, "no books, no units"


def test_what_is_said_together_of_the_wire_stays_or_goes_together_when_the_kind_changes() -> None:
    new = Connection("", "", "")
    before = replace(new, wire=WireOptions(size=SizeAs.NAME, size_field="resolution"))
    now = replace(new, wire=WireOptions(link=LinkAs.TEXT, link_field="image", seconds=SecondsAs.NUMBER))
    mine = replace(before, wire=replace(before.wire, file_field="picture"))
    said = of_another_kind(mine, before, now).wire

    assert (SizeAs.OWN, "", SecondsAs.NUMBER) == (said.size, said.size_field, said.seconds), "the kind's"
    assert (LinkAs.OWN, "", "picture") == (said.link, said.link_field, said.file_field), "the person's"
