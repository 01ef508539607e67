"""The reference image as the wire carries it: a public URL, a data URL, or the native reference object."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import urlsplit

from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import ImageSource

IMAGE_LIMIT = 32 << 20
URL_LIMIT = 8192
PARAMETER = "input_reference"


def check_url(url: str, parameter: str) -> str:
    """`url` if it is an http(s) address by its form; who may be asked is the fetcher's matter."""
    if len(url) > URL_LIMIT or not url.isprintable() or not url.isascii() or " " in url:
        raise _bad_url(parameter)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _bad_url(parameter) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise _bad_url(parameter)
    return url


def _bad_url(parameter: str) -> RequestError:
    return RequestError(
        "invalid_image_url", f"'{parameter}' is not a public http or https address of an image.", parameter=parameter
    )


def read_reference(fields: Mapping[str, object]) -> ImageSource | None:
    """The native reference object: exactly one of `image_url` (a URL or a data URL) and `file_id`."""
    value = fields.get(PARAMETER)
    if value is None:
        return None
    if not isinstance(value, dict):
        kind = "a string" if isinstance(value, str) else "another type"
        raise RequestError(
            "invalid_type",
            f"Invalid type for '{PARAMETER}': expected an object, but got {kind} instead.",
            parameter=PARAMETER,
        )
    if set(value) == {"file_id"}:
        raise RequestError(
            "unsupported_file_id",
            "This service keeps no uploaded files: send the image itself as 'input_reference'.",
            parameter=PARAMETER,
        )
    url = value.get("image_url")
    if set(value) != {"image_url"} or not isinstance(url, str):
        raise RequestError(
            "invalid_input_reference",
            "'input_reference' takes exactly one of 'image_url' (a string) and 'file_id'.",
            parameter=PARAMETER,
        )
    if url[:5].lower() == "data:":
        return ImageSource(PARAMETER, data=read_data_url(url))
    return ImageSource(PARAMETER, url=check_url(url, PARAMETER))


def read_data_url(url: str) -> bytes:
    """The bytes in `data:image/…;base64,…`; RequestError where it is anything else."""
    head, _, payload = url.partition(",")
    media_type = head[5:].lower()
    if not media_type.startswith("image/") or not media_type.endswith(";base64"):
        raise RequestError(
            "invalid_input_reference", "The data URL is not a base64 one of an image.", parameter=PARAMETER
        )
    if len(payload) > IMAGE_LIMIT * 4 // 3 + 4:
        raise too_large(PARAMETER)
    try:
        data = base64.b64decode(payload.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(
            "invalid_input_reference", "The data URL's base64 cannot be read.", parameter=PARAMETER
        ) from error
    if len(data) > IMAGE_LIMIT:
        raise too_large(PARAMETER)
    return data


def too_large(parameter: str) -> RequestError:
    return RequestError(
        "image_too_large", f"The image is larger than {IMAGE_LIMIT >> 20} MiB.", status=413, parameter=parameter
    )
