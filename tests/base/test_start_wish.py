"""What a start asks of the window means the same wherever it is read."""

import json
from pathlib import Path

import pytest

from sora_desktop.base.start_wish import Front, StartWish, is_address, path_of_address, start_wish, whole
from tests.support.rows import rows


def test_a_wish_comes_over_as_it_was_sent() -> None:
    """Also a name that is no UTF-8."""
    wish = StartWish(("/a b/视频.mp4", "/broken \udcff.png", "https://example.com/a.png"), Front.PREVIEW, "token")

    assert StartWish.from_bytes(wish.to_bytes() + b"\n") == wish
    assert b"\n" not in wish.to_bytes()


def test_what_is_no_wish_asks_for_nothing() -> None:
    strange = (
        *(b"", b"raise\n", b"[]", b"{}", b"\xff", b'"x"', b"[" * 100_000),
        json.dumps({"files": [1], "front": "", "token": ""}).encode(),
        json.dumps({"files": ["/a"], "front": "sideways", "token": ""}).encode(),
        json.dumps({"files": "/a", "front": "", "token": 7}).encode(),
    )
    for data in strange:
        assert not StartWish.from_bytes(data), data[:40]


def test_a_relative_path_is_that_of_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert start_wish(["ein 视频.png", "", "/b.png"]).files == (str(tmp_path / "ein 视频.png"), "/b.png")


@rows(
    "address, path",
    [
        ("file:///a%20b/%E8%A7%86.png", "/a b/视.png"),
        ("FILE://localhost/a.png", "/a.png"),
        ("file:/a.png", "/a.png"),
        ("file:///a%ff.png", "/a\udcff.png"),
        ("file://server/a.png", ""),
        ("file:////server/a.png", ""),
        ("file:///a%00.png", ""),
        ("file:///\\\\server\\a.png", ""),
        ("https://example.com/a.png", ""),
        ("file://[", ""),
    ],
)
def test_only_a_file_of_this_machine_is_a_path(address: str, path: str) -> None:
    assert is_address(address)
    assert path == path_of_address(address)
    assert whole(address) == (path or address)


@rows("word, expected", [("a:b.png", False), ("C:\\a.png", False), ("shot 1: fox.png", False), ("https://a/b", True)])
def test_a_colon_alone_makes_no_address(word: str, *, expected: bool) -> None:
    assert expected is is_address(word)
