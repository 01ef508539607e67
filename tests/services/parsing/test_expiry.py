"""When a signed link ends."""

from datetime import UTC, datetime

from sora_desktop.services.parsing.expiry import link_expiry
from tests.support.rows import rows

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
EPOCH = int(NOON.timestamp())


@rows(
    "query",
    [
        "X-Amz-Date=20261122T110000Z&X-Amz-Expires=3600&X-Amz-Signature=x",
        "x-goog-date=20261122T110000Z&x-goog-expires=3600",
        "X-Tos-Date=20261122T110000Z&X-Tos-Expires=3600",
        f"Expires={EPOCH}&Signature=x",
        "sv=2024&se=2026-11-22T12%3A00%3A00Z&sig=x",
        f"q-sign-time={EPOCH - 60}%3B{EPOCH}",
        f"expires={EPOCH}&e=1",
        f"Expires={EPOCH + 60}&X-Amz-Date=20261122T110000Z&X-Amz-Expires=3600",
    ],
)
def test_the_end_is_read_from_the_parameters_of_each_store(query: str) -> None:
    assert link_expiry(f"https://bucket.example/a.png?{query}") == NOON


def test_discord_writes_it_in_hex() -> None:
    assert link_expiry(f"https://cdn.discordapp.com/a.png?ex={EPOCH:x}&is=1") == NOON
    assert link_expiry(f"https://host.example/a.png?ex={EPOCH:x}") is None


@rows(
    "query",
    [
        "X-Amz-Date=99991231T235959Z&X-Amz-Expires=604800",
        "X-Amz-Date=9999-12-31T23:59:59Z&X-Amz-Expires=604800",
        "X-Amz-Date=00010101T000000Z&X-Amz-Expires=60",
        "se=9999-12-31T23%3A59%3A59Z",
        "",
        "a=1",
        "Expires=never",
        "X-Amz-Expires=60",
        "X-Amz-Date=x&X-Amz-Expires=60",
        "se=",
        "&" * 1000 + "a=1",
    ],
)
def test_what_says_nothing_is_no_end(query: str) -> None:
    assert link_expiry(f"https://bucket.example/a.png?{query}") is None
