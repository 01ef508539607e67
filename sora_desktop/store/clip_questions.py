"""Where the clips that a query asks for stand in the library's index, as SQLite is asked for them."""

from dataclasses import replace

from sora_desktop.base.values import dataclass
from sora_desktop.domain.library import KINDS, ClipFilter, LibraryQuery
from sora_desktop.store.clip_tables import KIND_WORDS, indexed, words_table
from sora_desktop.store.clip_takes import UNDER

_IS_TOP = (
    "NOT EXISTS (SELECT 1 FROM library_takes AS take WHERE take.place = library.place AND take.head <> take.place)"
)


@dataclass(frozen=True, slots=True)
class Where:
    """A table, its column of places, and a condition with its values; names and marks alone are text of a question."""

    table: str
    place: str
    condition: str
    values: tuple[int, ...] | tuple[str, ...]


def where(query: LibraryQuery, *, full_text: bool) -> Where:
    """By words where the query has some; a filter is a word, too, where few clips pass it others are not looked at."""
    if not query.phrases and (query.filter is ClipFilter.ALL or not full_text):
        found = of_kind(query)
        return replace(found, condition=f"{found.condition} AND {_IS_TOP}") if query.stacked else found
    return _of_full_text(query) if full_text else _of_plain_text(query)


def of_kind(query: LibraryQuery) -> Where:
    """The filter of a query alone."""
    kinds = KINDS[query.filter]
    return Where("library", "place", f"kind IN ({', '.join('?' * len(kinds))})", kinds)


def _of_full_text(query: LibraryQuery) -> Where:
    """A person's text is data here: nothing of it is read as a question."""
    table, kind = words_table(full_text=True), KIND_WORDS.get(query.filter)
    parts = [f'"{indexed(phrase)}" *' for phrase in query.phrases] + ([f'"{kind}"'] if kind else [])
    asked = " AND ".join(parts)
    asked = f'({asked}) NOT "{UNDER}"' if query.stacked else f"words : ({asked})"
    return Where(table, "rowid", f"{table} MATCH ?", (asked,))


def _of_plain_text(query: LibraryQuery) -> Where:
    kind = KIND_WORDS.get(query.filter)
    wanted = [f" {indexed(phrase)}" for phrase in query.phrases] + ([f" {kind} "] if kind else [])
    looked_into = "words || more" if query.stacked else "words"
    parts = [f"instr({looked_into}, ?) > 0"] * len(wanted) + ([f"instr(more, '{UNDER}') = 0"] if query.stacked else [])
    condition = " AND ".join(parts)
    return Where(words_table(full_text=False), "rowid", condition, tuple(wanted))
