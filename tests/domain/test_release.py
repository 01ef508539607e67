"""Which version is the newer one."""

from itertools import pairwise

from sora_desktop.domain.release import Release, is_newer, version_key
from tests.support.rows import rows

IN_ORDER = (
    "0.9",
    "1.0.dev1",
    "1.0a1",
    "1.0a2.dev3",
    "1.0a2",
    "1.0b1",
    "1.0rc1",
    "1.0rc2",
    "1.0",
    "1.0.post1",
    "1.0.1.dev0",
    "1.0.1",
    "1.2",
    "1.10",
    "2.0",
    "10.0",
)


def test_versions_are_in_the_order_that_python_packages_have() -> None:
    for older, newer in pairwise(IN_ORDER):
        assert is_newer(newer, older), (older, newer)
        assert not is_newer(older, newer), (older, newer)


@rows(
    "one, other",
    [("1.0", "1.0.0"), ("v1.2", "1.2"), ("1.0RC1", "1.0-rc.1"), ("1.0", "1.0+local.1"), ("1.0alpha", "1.0a0")],
)
def test_the_same_version_is_written_in_several_ways(one: str, other: str) -> None:
    assert version_key(one) == version_key(other)
    assert not is_newer(one, other)


@rows(
    "words",
    [
        "",
        "newest",
        "1..2",
        "1.0 or so",
        "1" * 80,
        "1.2.3.4.5.6.7",
        "1.0\n2.0",
        "٣.0",
        "1.0;rm",
    ],
)
def test_what_is_no_version_is_never_newer(words: str) -> None:
    assert version_key(words) is None
    assert not is_newer(words, "0.1")
    assert not is_newer("0.1", words)


def test_what_is_new_is_told_in_the_nearest_language() -> None:
    release = Release(1, "1.0", (("en", "New"), ("de", "Neu"), ("pt_BR", "Novo")), "https://example.com")

    assert ["Neu", "Novo", "Novo", "New", "New"] == [
        release.notes_in(name) for name in ("de_AT", "pt_BR", "pt-PT", "fr_FR", "en_GB")
    ]
    assert Release(1, "1.0", (), "https://example.com").notes_in("de") == ""
