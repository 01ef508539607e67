"""What a job takes along of others: a film, a picture, characters. Each as a file of its own, so that they may go."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.engine.characters import Characters, Portrait
from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.jobs import EngineJobs
from sora_desktop.engine.loading import load_looks
from sora_desktop.engine.order import Change, Order, Source


@dataclass(frozen=True, slots=True)
class Parts:
    """`film` is what a clip goes on from, `image` its reference picture."""

    image: Path | None = None
    film: Path | None = None
    cast: tuple[Portrait, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(each for each in (self.image, self.film, *(one.picture for one in self.cast)) if each is not None)


NO_PARTS = Parts()


class PartsDesk:
    def __init__(self, jobs: EngineJobs, characters: Characters) -> None:
        self._jobs = jobs
        self._characters = characters

    def gather(self, order: Order) -> Parts:
        """RequestError where something of it is not there. Blocks."""
        cast = tuple(self._portrait(each) for each in order.cast)
        if order.source is None:
            return Parts(cast=cast)
        image = self._picture(order.source)
        return Parts(image, self._lead(order.source), cast)

    def _portrait(self, character_id: str) -> Portrait:
        known = self._characters.get(character_id)
        if known is None:
            raise RequestError(
                "character_not_found", f"There is no character {shown(character_id)}.", parameter="characters"
            )
        with _there("character"):
            return Portrait(known.name, self._jobs.keep_copy(self._characters.picture(known)))

    def _picture(self, source: Source) -> Path | None:
        """Of a film that came along its first picture is what moves; what goes on does so from the last."""
        if source.film is not None:
            still = load_looks().still(source.film, last=source.change is Change.EXTENSION)
            return self._jobs.keep(still)
        job = self._jobs.get(source.id)
        picture = self._jobs.reference(job) if job else None
        with _there("video"):
            return self._jobs.keep_copy(picture) if picture else None

    def _lead(self, source: Source) -> Path | None:
        if source.change is not Change.EXTENSION:
            return None
        job = self._jobs.get(source.id)
        with _there("video"):
            if source.film is not None:
                return self._jobs.keep_copy(source.film)
            return self._jobs.keep_copy(self._jobs.clip(job)) if job else None


@contextmanager
def _there(what: str) -> Iterator[None]:
    """It may have been deleted since the request was read."""
    try:
        yield
    except FileNotFoundError as error:
        raise RequestError(f"{what}_not_found", f"The {what} is not there any more.", status=404) from error
