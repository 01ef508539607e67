"""What speaks against one picture of a request: that it can't be used, or that it can't reach the service."""

from collections.abc import Iterator

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.request import Request, own_wire
from sora_desktop.domain.wire_options import LinkAs

_VERDICT_TEXT = {
    ImageVerdict.NOT_FOUND: N_("The picture is gone. Add it again."),
    ImageVerdict.NOT_A_FILE: N_("That is a folder. Drop a single picture."),
    ImageVerdict.EMPTY: N_("The picture file is empty."),
    ImageVerdict.NOT_AN_IMAGE: N_("This isn't a picture that can be used. Use PNG, JPEG, WebP, HEIC or AVIF."),
    ImageVerdict.TOO_LARGE: N_("The picture is too large. The limit is 64 megapixels and 50 MB."),
    ImageVerdict.UNREADABLE: N_("The picture can't be read: its file is damaged, or you may not open it."),
    ImageVerdict.BAD_URL: N_("That isn't the web address of a picture. It starts with http:// or https://."),
    ImageVerdict.PRIVATE: N_(
        "The picture's address is private, so the service can't open it. Save the picture and drop the file."
    ),
    ImageVerdict.EXPIRED: N_("The picture's address has expired. Save the picture and drop the file."),
    ImageVerdict.EXPIRES_SOON: N_(
        "The picture's address expires before the clip can be made. Save the picture and drop the file."
    ),
    ImageVerdict.UNREACHABLE: N_(
        "The picture's address can't be checked. Check your network, or save the picture and drop the file."
    ),
}
_PRIVATE_ADDRESS = _VERDICT_TEXT[ImageVerdict.PRIVATE]


def picture_problems(request: Request, connection: Connection, facts: ImageFacts) -> Iterator[Message]:
    """What was found when the picture was looked at. What the app fetches itself, now, need not stand there for a service."""
    fetches = facts.image.url is not None and own_wire(request, connection).link is LinkAs.FILE
    if fetches and facts.verdict in (ImageVerdict.OK, ImageVerdict.EXPIRES_SOON):
        return
    if facts.verdict is not ImageVerdict.OK:
        yield facts.detail or message(_VERDICT_TEXT[facts.verdict])
    elif facts.private_address and (connection.is_public or connection.kind is ConnectionKind.ENGINE):
        yield message(_PRIVATE_ADDRESS)


def no_way(image: InputImage, request: Request, connection: Connection) -> Message | None:
    """Why a picture of this kind cannot reach the service at all."""
    wishes = own_wire(request, connection)
    if image.path is None and wishes.link is not LinkAs.FILE:
        if connection.pictures.links:
            return None
        return message(
            "“{name}” only takes pictures as files. Save the picture and drop the file.", name=connection.name
        )
    if wishes.local is LocalImage.REFUSE:
        return message(
            "{model} only takes pictures from a public web address, not from this computer.", model=request.model.title
        )
    if connection.local_image is LocalImage.REFUSE and wishes.local is None:
        return message(
            "“{name}” only takes pictures from a public web address, not from this computer.", name=connection.name
        )
    return None
