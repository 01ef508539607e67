"""A stranger's text is shown as it is, and nothing in it hides, turns, piles up or goes on for ever."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base.safe_text import LIMIT, one_line, shown
from tests.support.rows import rows


@rows(
    ("text", "lines", "line"),
    [
        ("A red fox, 50 % <b>bold</b> & {more}", None, None),
        ("لقطة بطيئة של שועל 一只狐狸 हिन्दी ไทย", None, None),
        ("👨‍👩‍👧 می‌خواهم", None, None),
        ("two\nlines", None, "two lines"),
        ("a\u00a0b\u202fc", None, "a b c"),
        ("clip\u202egpj.exe", "clip\ufffdgpj.exe", "clip gpj.exe"),
        ("\u2066a\u2069\u200f\u061cb", "\ufffda\ufffd\ufffd\ufffdb", "a b"),
        ("a\0b\x1b[31mc\x7f\r", "a\ufffdb\ufffd[31mc\ufffd\ufffd", "a b [31mc"),
        ("half \ud800 pair", "half \ufffd pair", "half pair"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc", "a b c"),
        ("tab\there", "tab here", "tab here"),
        ("e" + "\u0301" * 50 + "f", "e" + "\u0301" * 4 + "f", "e" + "\u0301" * 4 + "f"),
        ("x" * (LIMIT + 1), "x" * (LIMIT - 1) + "…", "x" * (LIMIT - 1) + "…"),
        ("", None, None),
    ],
)
def test_what_is_shown(text: str, lines: str | None, line: str | None) -> None:
    """None: unchanged."""
    assert (shown(text), one_line(text)) == (text if lines is None else lines, text if line is None else line)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_becomes_one_that_can_be_drawn_and_written(text: Any) -> None:
    assert shown(shown(text)) == shown(text)
    assert one_line(one_line(text)) == one_line(text)
    shown(text).encode()
    assert "\n" not in one_line(text)


def test_a_long_text_is_cut_before_it_is_looked_at() -> None:
    assert one_line("a\0" * 1_000_000, 10) == "a a a a a…"
