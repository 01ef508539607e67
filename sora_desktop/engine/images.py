"""Reference images that came with a request: fetched, judged by their content, and put on disk for the render."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from sora_desktop.base.signatures import image_mime
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.fetch import ImageFetcher
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import ImageSource, Order
from sora_desktop.engine.wire_format import WireFormat

Inspect = Callable[[InputImage, bytes], ImageFacts]


class ImageDesk:
    """`inspect` judges an image's bytes, `keep` puts them on disk under a name of the engine's own."""

    def __init__(self, fetcher: ImageFetcher, keep: Callable[[bytes], Path], inspect: Inspect) -> None:
        self._fetcher = fetcher
        self._keep = keep
        self._inspect = inspect

    async def receive(self, order: Order) -> Path | None:
        """The order's image as a file, None without one; RequestError where it cannot be used."""
        if order.image is None:
            return None
        return await asyncio.to_thread(self._receive, order, order.image)

    def _receive(self, order: Order, source: ImageSource) -> Path:
        data = self._fetcher.fetch(source) if source.data is None else source.data
        facts = self._inspect(InputImage(url=source.url or "sent://image"), data)
        if facts.verdict is not ImageVerdict.OK or facts.size is None or not image_mime(data):
            raise _unusable(facts.verdict, source.parameter)
        if order.format is WireFormat.OPENAI_VIDEOS:
            _check_size(facts.size, order.size, source.parameter)
        return self._keep(data)


def _unusable(verdict: ImageVerdict, parameter: str) -> RequestError:
    if verdict is ImageVerdict.TOO_LARGE:
        return RequestError("image_too_large", "The image has too many pixels or bytes.", parameter=parameter)
    return RequestError(
        "invalid_image", "The image cannot be used: it is no PNG, JPEG or WebP, or is damaged.", parameter=parameter
    )


def _check_size(given: Size, wanted: Size, parameter: str) -> None:
    """The native format's own rule, in its own words; UniAll's images may have any size."""
    if given != wanted:
        raise RequestError(
            "image_size_mismatch",
            f"Inpaint image must match the requested width and height: it is {given}, the video is {wanted}.",
            parameter=parameter,
        )
