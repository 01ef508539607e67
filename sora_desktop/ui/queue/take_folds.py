"""Which takes of one press of Generate are shown as one card."""

from collections.abc import Iterable, Sequence

from sora_desktop.ui.queue.job_rows import Press


class TakeFolds:
    """`heads` leads from the card that stands for its siblings to all of them, itself among them, as they are shown."""

    def __init__(self) -> None:
        self.heads: dict[str, tuple[str, ...]] = {}
        self._unfolded: set[Press] = set()

    def is_folded(self, press: Press) -> bool:
        return press not in self._unfolded

    def fold(self, press: Press, *, folded: bool) -> None:
        """A person wants one card, or each of its own."""
        if folded:
            self._unfolded.discard(press)
        else:
            self._unfolded.add(press)

    def settle(self, presses: Iterable[tuple[Press, Sequence[str]]]) -> set[str]:
        """The ids whose cards are hidden, where these are those that could be shown, as they stand, by their press."""
        heads = {ids[0]: tuple(ids) for press, ids in presses if len(ids) > 1 and self.is_folded(press)}
        self.heads = heads
        return {each for ids in heads.values() for each in ids[1:]}
