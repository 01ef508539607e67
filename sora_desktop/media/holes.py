"""Finds places in a film that never came: a file that is made in its full length first has zeros there.

A decoder hides most of such damage: it paints grey or goes on with the picture before.
"""

_RUN = bytes(64)
"""No picture of H.264 or HEVC has so many zeros in a row: three are never written inside a unit."""


def is_hole(data: bytes, *, in_units: bool) -> bool:
    """Whether a packet, or a part of it, is only zeros. `in_units`: each unit has its length in four bytes before it."""
    if not any(data[:16]) and not data.strip(b"\0"):
        return len(data) >= 16
    return in_units and _RUN in data and _has_hole(data)


def _has_hole(data: bytes) -> bool:
    """Zeros at the end of a unit or of a packet are padding."""
    data = data.rstrip(b"\0")
    start = 0
    while start + 4 <= len(data):
        length = int.from_bytes(data[start : start + 4])
        if length == 0 or _RUN in data[start + 4 : start + 4 + length].rstrip(b"\0"):
            return True
        start += 4 + length
    return False
