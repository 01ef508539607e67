"""A service that repeats a key is not believed to do so plainly: however it is written down, it is hidden."""

import base64
import html
import json
import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.services.http.disguise import disguises
from sora_desktop.services.http.reading import read_answer
from sora_desktop.services.http.redact import RedactingFilter, hide, hide_in_bytes
from sora_desktop.services.wire import Answer
from tests.hostile.examples import examples
from tests.support.rows import rows

KEY = "sk-Ab+/9=zQ.x_7"
LETTERS = string.ascii_letters + string.digits + "+/=-_.~:!@#$^*()[]{}|,?"
keys = st.text(LETTERS, min_size=6, max_size=60)
UNSEEN = ("", "", "", "\u200b", "\u2060", "\ufeff", "\u00ad", " ", "\n", "\r\n\t", "\u3000", "\x00", "\\n", "\ufe0f")


def coats(char: str) -> list[str]:
    number = ord(char)
    return [
        char,
        char,
        f"\\u{number:04x}",
        f"\\u{number:04X}",
        f"\\u{{{number:x}}}",
        f"\\U{number:08X}",
        f"\\x{number:02x}",
        f"%{number:02x}",
        f"%{number:02X}",
        f"%25{number:02X}",
        f"%2525{number:02x}",
        f"&#{number};",
        f"&#x{number:X};",
        f"&amp;#{number};",
        chr(number + 0xFEE0),
        f"\\\\u{number:04x}",
        char.upper(),
    ]


@st.composite
def disguised(draw: st.DrawFn, key: str) -> str:
    return "".join(draw(st.sampled_from(coats(char))) + draw(st.sampled_from(UNSEEN)) for char in key[:-1]) + draw(
        st.sampled_from(coats(key[-1]))
    )


@examples(33)
@given(keys, st.data())
def test_any_key_is_hidden_in_any_disguise_and_nothing_around_it(key: str, data: st.DataObject) -> None:
    text = data.draw(disguised(key))

    assert hide(f"It says <{text}> to us", key) == "It says <[the key]> to us"


@examples(33)
@given(st.text(LETTERS, min_size=16, max_size=60), st.binary(max_size=20), st.binary(max_size=20), st.booleans())
def test_any_key_is_hidden_in_base64_wherever_it_stands_in_it(key: str, before: bytes, after: bytes, url: bool) -> None:
    """Of a shorter one too little is left in the middle to tell it by."""
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    text = encode(before + key.encode() + after).decode()
    wrapped = "\r\n".join(text[at : at + 19] for at in range(0, len(text), 19))

    assert [hide(each, key).count("[the key]") > 0 for each in (text, wrapped)] == [True, True]


@examples(66)
@given(st.text(max_size=200), keys)
def test_a_text_without_the_key_stays_as_it_is(text: str, key: str) -> None:
    if not disguises(text, key):
        assert hide(text, key) == text
    assert key not in hide(f"{text} {key}", key)


@rows(
    "text",
    [
        KEY,
        json.dumps(KEY),
        KEY.replace("/", "\\/"),
        KEY.replace("+", "\\u002B"),
        quote(KEY, safe=""),
        quote(quote(KEY, safe=""), safe=""),
        quote(KEY, safe="").lower(),
        html.escape(KEY.replace("+", "<")).replace("&lt;", "&#43;"),
        "\u200b".join(KEY),
        "\n".join(KEY),
        f"{KEY[:5]}\r\n    {KEY[5:]}",
        f"{KEY[:5]}&shy;{KEY[5:]}",
        f"{KEY[:5]}&ZeroWidthSpace;{KEY[5:]}",
        KEY.encode().hex(),
        KEY.encode().hex().upper(),
        base64.b64encode(KEY.encode()).decode(),
        base64.b64encode(f"Bearer {KEY}".encode()).decode(),
        json.dumps(json.dumps({"authorization": f"Bearer {KEY}"})),
        "".join(chr(ord(char) + 0xFEE0) for char in KEY),
        KEY.replace("x", "\\\\u0078"),
        KEY.upper(),
        KEY.encode("utf-16-le").decode("latin-1"),
    ],
)
def test_the_usual_ways_to_write_a_key_are_known(text: str) -> None:
    assert KEY not in hide(text, KEY)
    assert "[the key]" in hide(text, KEY)


def test_an_escaped_letter_after_an_escaped_backslash_is_no_line_break() -> None:
    assert hide("it was 0000\\\\u00720 here", "0000r0") == "it was [the key] here"


@pytest.mark.parametrize("key", ["", "a", "short"])
def test_a_key_of_less_than_six_characters_is_not_looked_for(key: str) -> None:
    assert hide("a short story", key) == "a short story"


@pytest.mark.parametrize(
    ("key", "text"),
    [("123456", "task_1234567890"), ("sk-test", "task-test-1"), ("video1", "video12"), ("secret", "secretary")],
)
def test_a_short_key_that_stands_by_chance_in_an_id_or_word_does_not_break_it(key: str, text: str) -> None:
    """It is hidden where it stands for itself, or in any disguise."""
    assert hide(text, key) == text
    assert hide(f"the key {key} is wrong", key) == "the key [the key] is wrong"
    assert hide(f"x{quote(key, safe='').replace(key[0], f'%{ord(key[0]):02x}')}", key) == "x[the key]"


async def test_nothing_of_an_answer_holds_the_key_whatever_it_is_written_like() -> None:
    escaped = KEY.replace("+", "\\u002b").replace("/", "\\/")
    spread = "\u200b".join(KEY)
    body = json.dumps({"error": {"message": spread, spread: [quote(KEY, safe="")]}}).replace("MARK", escaped)
    body = body[:-1] + f', "raw": "{escaped}"}}'
    answer = await read_answer(Answer(401, {"x-echo": spread, "location": quote(KEY, safe="")}, body.encode()), KEY)

    assert answer.headers == {"x-echo": "[the key]", "location": "[the key]"}
    assert answer.documents == ({"error": {"message": "[the key]", "[the key]": ["[the key]"]}, "raw": "[the key]"},)
    assert disguises(answer.body.decode(), KEY) == []


def test_bytes_that_are_kept_are_whole_but_for_the_key() -> None:
    disguise = "%".join(["", *(f"{ord(char):02x}" for char in KEY)])
    data = b"\xff\x00" + disguise.encode() + b"\xfe" + KEY.encode() + bytes(200_000) + KEY.encode() + b"end"

    assert hide_in_bytes(data, KEY) == b"\xff\x00[the key]\xfe[the key]" + bytes(200_000) + b"[the key]end"


def test_the_log_hides_a_disguised_key_too() -> None:
    redaction = RedactingFilter()
    redaction.add_secret(KEY)

    assert redaction.redact("it said " + "\u200b".join(KEY) + " to us") == "it said [hidden] to us"
    assert "sk-" not in redaction.redact("x" * 15_990 + "\u200b".join(KEY))


def test_a_key_on_the_border_of_two_windows_is_found() -> None:
    for place in range(65_536 - 20, 65_536 + 20):
        text = "#" * place + KEY + "#" * 100
        assert disguises(text, KEY) == [(place, place + len(KEY))]


def test_each_of_many_keys_in_one_text_is_found() -> None:
    """However they are written there: the first ones are looked for one by one, the others in one go."""
    ways = [KEY, "\u200b".join(KEY), "".join(f"\\u{ord(each):04x}" for each in KEY), quote(KEY).replace("-", "%2D")]
    parts = [f"{number} {ways[number % 4]} " for number in range(200)]
    starts = [len("".join(parts[:number])) + len(f"{number} ") for number in range(200)]
    ends = [start + len(ways[number % 4]) for number, start in enumerate(starts)]

    assert list(zip(starts, ends, strict=True)) == disguises("".join(parts), KEY)
