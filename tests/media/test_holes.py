"""Places that never came are told from zeros that an encoder may write."""

import pytest

from sora_desktop.media.holes import is_hole


def unit(body: bytes) -> bytes:
    return len(body).to_bytes(4) + body


@pytest.mark.parametrize(
    ("data", "in_units", "hole"),
    [
        (unit(b"\x65picture") + unit(b"\x65another"), True, False),
        (bytes(16), False, True),
        (bytes(15), False, False),
        (bytes(5000), True, True),
        (unit(b"\x65" + bytes(64) + b"picture"), True, True),
        (unit(b"\x65" + bytes(63) + b"picture"), True, False),
        (unit(b"\x65picture" + bytes(200)), True, False),
        (unit(b"\x65picture") + bytes(200), True, False),
        (unit(b"\x65picture") + bytes(200) + b"picture", True, True),
        (bytes(200) + unit(b"\x65picture"), True, True),
        (unit(b"\x65" + bytes(64) + b"picture"), False, False),
        (b"", True, False),
    ],
)
def test_zeros_inside_a_unit_or_in_place_of_it_are_a_hole(data: bytes, *, in_units: bool, hole: bool) -> None:
    assert hole is is_hole(data, in_units=in_units)
