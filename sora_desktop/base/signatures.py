"""How files of a kind begin: what of a stranger's bytes is a picture and what a film, for every floor.

From the first bytes alone, and never by a name. Whether a file is whole and good is asked elsewhere (`media`).
"""

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
EBML = b"\x1a\x45\xdf\xa3"
OGG = b"OggS"
MPEG = b"\0\0\x01\xba"
_OTHER_STILLS = {b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF"}
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
AVIF_BRANDS = frozenset({b"avif"})
_AVIF_KINDS = AVIF_BRANDS | {b"avis"}
_HEIC_FILMS = frozenset({b"hevc", b"hevx", b"msf1"})
FIRST_BOXES = frozenset({b"ftyp", b"styp", b"free", b"skip", b"wide", b"uuid", b"moov", b"mdat"})
"""What the first box of an MP4 or QuickTime file may be called."""
_OTHER_FILMS = (EBML, OGG, MPEG)
_WEBP_MOVES = 0x02


def is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def is_webp_that_moves(head: bytes) -> bool:
    return is_webp(head) and head[12:16] == b"VP8X" and bool(head[20:21]) and bool(head[20] & _WEBP_MOVES)


def is_avi(head: bytes) -> bool:
    return head[:4] in (b"RIFF", b"RIFX") and head[8:11] == b"AVI"


def is_boxed_still(head: bytes) -> bool:
    """A HEIC or AVIF picture; some that move call themselves so too, and have a `moov` further on."""
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS | AVIF_BRANDS


def image_mime(head: bytes) -> str:
    """The MIME type of a picture that services take: PNG, JPEG or WebP; "" for anything else."""
    if head.startswith(PNG):
        return "image/png"
    if head.startswith(JPEG):
        return "image/jpeg"
    return "image/webp" if is_webp(head) else ""


def boxed_mime(head: bytes) -> str:
    """The MIME type of a picture in boxes, HEIC or AVIF, by all brands that its first box names; "" for anything else."""
    if head[4:8] != b"ftyp":
        return ""
    end = min(max(int.from_bytes(head[:4]), 16), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}
    if brands & _AVIF_KINDS:
        return "image/avif"
    return "image/heic" if brands & HEIC_BRANDS and head[8:12] in HEIC_BRANDS | _HEIC_FILMS else ""


def still_name(head: bytes) -> str:
    """The kind of a still picture; "" where it is none. A GIF and an animated WebP move."""
    if head.startswith(JPEG):
        return "JPEG"
    if head.startswith(PNG):
        return "PNG"
    if is_webp(head) and not is_webp_that_moves(head):
        return "WebP"
    found = next((name for start, name in _OTHER_STILLS.items() if head.startswith(start)), "")
    return found or ("HEIF" if is_boxed_still(head) else "")


def begins_a_film(head: bytes) -> bool:
    """Whether bytes surely begin as a film. A picture that moves (GIF, WebP), as previews are, is none here."""
    boxed = head[4:8] in FIRST_BOXES and not still_name(head)
    return boxed or head.startswith(_OTHER_FILMS) or is_avi(head)


def begins_a_clip(head: bytes) -> bool:
    """As `begins_a_film`, and pictures that move count: what a service packs into its answer as the clip."""
    return begins_a_film(head) or head.startswith(b"GIF8") or is_webp_that_moves(head)
