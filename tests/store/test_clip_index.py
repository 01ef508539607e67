"""The library asked: what a query finds, where it stands, and that the index follows the clips whatever happens."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import LedgerError
from sora_desktop.domain.library import ClipFilter, LibraryQuery
from sora_desktop.domain.shapes import Size
from sora_desktop.store.clip_index import ClipIndex
from sora_desktop.store.clip_tables import drop
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from tests.hostile.examples import examples
from tests.store import values
from tests.support.logs import ExpectedLogs

KINDS = pytest.mark.parametrize("full_text", [True, False])


def made(root: Path, number: int, prompt: str = "a fox", *, minutes: int | None = None) -> Clip:
    clip = values.clip(root, number)
    recipe = replace(clip.recipe, request=replace(clip.recipe.request, prompt=prompt))
    added = datetime(2026, 3, 1, 12, tzinfo=UTC) - timedelta(minutes=number if minutes is None else minutes)
    return replace(clip, id=f"clip-{number}", job_id=f"job-{number}", recipe=recipe, added_at=added)


def ids(store: ClipStore, query: LibraryQuery) -> list[str]:
    return [clip.id for clip in store.page(query)[0]]


def counted(store: ClipStore, query: LibraryQuery) -> int:
    for _ in store.index.count(query) if query.phrases else ():
        pass
    days = store.index.days(query)
    assert days is not None
    return sum(day.clips for day in days)


def catch_up(store: ClipStore) -> None:
    while store.index.behind():
        store.index.catch_up(7)


@KINDS
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["clip-1", "clip-2", "clip-3", "clip-4"]),
        ("fox", ["clip-1"]),
        ("f", ["clip-1"]),
        ("FOX sno", ["clip-1"]),
        ("snow   fox", ["clip-1"]),
        ("ox", []),
        ("strasse", ["clip-3"]),
        ("STRAẞE", ["clip-3"]),
        ("cafe", ["clip-3"]),
        ("CAFÉ", ["clip-3"]),
        ("夜", ["clip-2"]),
        ("夜景", ["clip-2"]),
        ("景夜", []),
        ("京の", ["clip-2"]),
        ("밤", ["clip-4"]),
        ("가을밤", ["clip-4"]),
        ("🦊", ["clip-4"]),
        ("лиса", ["clip-4"]),
        ("Лис", ["clip-4"]),
        ('"', ["clip-1", "clip-2", "clip-3", "clip-4"]),
        ('fox" OR "rain', []),
        ("fox AND snow", []),
        ("NEAR(fox snow)", []),
        ("fox*", ["clip-1"]),
        ("-fox", ["clip-1"]),
        ("words:fox", []),
        ("§landscape", []),
        ("%", ["clip-1", "clip-2", "clip-3", "clip-4"]),
        ("f_x", []),
        ("\x00fox\ud800", ["clip-1"]),
    ],
)
def test_every_word_is_found_by_its_beginning(
    database: Database, paths: Paths, typed: str, found: list[str], *, full_text: bool
) -> None:
    store = ClipStore(database, paths, full_text=full_text)
    prompts = ("A red Fox in the Snow", "東京の夜景 at night", "Eine Straße, ein Café", "가을밤 🦊\ufe0f Лиса")
    for number, prompt in enumerate(prompts, start=1):
        store.add(made(paths.root, number, prompt))

    assert found == ids(store, LibraryQuery(typed))
    assert len(found) == counted(store, LibraryQuery(typed))


@KINDS
def test_model_connection_and_file_name_are_searched_too(database: Database, paths: Paths, *, full_text: bool) -> None:
    store = ClipStore(database, paths, full_text=full_text)
    clip = made(paths.root, 1)
    store.add(replace(clip, path=paths.library / "2026-03-01_holiday-film_x.mp4"))

    for typed in (clip.recipe.request.model.id, clip.recipe.connection_name, "holiday", "holiday-fi", "2026-03-01"):
        assert ["clip-1"] == ids(store, LibraryQuery(typed)), typed


@KINDS
def test_a_word_is_found_by_every_beginning_however_long_it_is(
    database: Database, paths: Paths, *, full_text: bool
) -> None:
    store = ClipStore(database, paths, full_text=full_text)
    longest = "Donaudampfschifffahrtsgesellschaftskapitän"
    prompts = (f"the {longest}", f"the {longest}switwe waves", "donaudampfsc hifffahrts", "photorealistic-film")
    for number, prompt in enumerate(prompts, start=1):
        store.add(made(paths.root, number, prompt))

    for length in range(1, len(longest) + 1):
        both = ["clip-1", "clip-2", *(["clip-3"] if length <= len("donaudampfsc") else [])]
        assert both == ids(store, LibraryQuery(f"the {longest[:length]}" if length > 12 else longest[:length])), length
    assert ["clip-2"] == ids(store, LibraryQuery(f"{longest}s"))
    assert [] == ids(store, LibraryQuery(longest[12:]))
    assert ["clip-4"] == ids(store, LibraryQuery("photorealistic-f"))
    assert [] == ids(store, LibraryQuery("photorealisti-film"))


LETTERS = st.text(alphabet="abABéß夜景のア ,-2½", max_size=12)


def oracle(clips: Sequence[Clip], typed: str) -> list[str]:
    """Written for these letters alone, and not with the tables of the app."""

    def words(text: str) -> list[str]:
        for letter, plain in {"é": "e", "ß": "ss", "½": "1 2"}.items():
            text = text.replace(letter, plain)
        spaced = "".join(
            f" {letter} " if letter in "夜景のア" else letter if letter.isalnum() else " " for letter in text
        )
        return spaced.lower().split()

    def has(found: list[str], phrase: list[str]) -> bool:
        last = len(phrase) - 1
        return not phrase or any(
            found[at : at + last] == phrase[:last] and found[at + last].startswith(phrase[last])
            for at in range(len(found) - last)
        )

    def fields(clip: Clip) -> list[list[str]]:
        recipe = clip.recipe
        return [words(text) for text in (clip.prompt, recipe.request.model.id, recipe.connection_name, clip.path.stem)]

    return [
        clip.id
        for clip in sorted(clips, key=lambda clip: clip.added_at, reverse=True)
        if all(any(has(field, words(part)) for field in fields(clip)) for part in typed.split())
    ]


@KINDS
@examples(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prompts=st.lists(LETTERS, max_size=8), typed=st.lists(LETTERS, max_size=6))
def test_the_answer_is_that_of_plain_python(prompts: list[str], typed: list[str], *, full_text: bool) -> None:
    with TemporaryDirectory() as folder, closing(open_database(Path(folder) / "ledger.sqlite3")) as database:
        database.execute("PRAGMA synchronous = OFF")
        paths = Paths(Path(folder))
        store = ClipStore(database, paths, full_text=full_text)
        clips = [made(paths.root, number, f"x{prompt}") for number, prompt in enumerate(prompts)]
        store.enter(clips)
        for words in typed:
            assert oracle(clips, words) == ids(store, LibraryQuery(words))
            assert oracle(clips, words)[::-1] == ids(store, LibraryQuery(words, oldest_first=True))


@KINDS
def test_filters_words_and_order_go_together(database: Database, paths: Paths, *, full_text: bool) -> None:
    store = ClipStore(database, paths, full_text=full_text)
    first = made(paths.root, 1)
    tall = first.media
    first = replace(first, media=replace(tall, size=Size(1280, 720)))
    plain = replace(first.recipe, request=replace(first.recipe.request, images=()))
    pictured = first.recipe
    assert pictured.request.image is not None
    store.enter(
        [
            replace(first, recipe=plain),
            replace(made(paths.root, 2), media=tall, recipe=plain),
            replace(made(paths.root, 3), media=first.media, recipe=pictured),
            replace(made(paths.root, 4), media=tall, recipe=replace(pictured, connection_name="Rain")),
            replace(made(paths.root, 5), media=replace(tall, size=Size(1080, 1080)), recipe=pictured),
        ]
    )
    wanted = {
        ClipFilter.ALL: ["1", "2", "3", "4", "5"],
        ClipFilter.LANDSCAPE: ["1", "3"],
        ClipFilter.PORTRAIT: ["2", "4"],
        ClipFilter.SQUARE: ["5"],
        ClipFilter.WITH_IMAGE: ["3", "4", "5"],
    }
    for kind, numbers in wanted.items():
        found = [f"clip-{number}" for number in numbers]
        assert found == ids(store, LibraryQuery(filter=kind))
        assert found[::-1] == ids(store, LibraryQuery(filter=kind, oldest_first=True))
        assert len(found) == counted(store, LibraryQuery(filter=kind))
        words = ["clip-4"] if "4" in numbers else []
        assert words == ids(store, LibraryQuery("rain", kind))
    assert (5, 1) == store.index.totals()


@KINDS
def test_pages_days_and_rows_tell_of_the_same_list(database: Database, paths: Paths, *, full_text: bool) -> None:
    random = Random(3)
    store = ClipStore(database, paths, full_text=full_text)
    clips = [
        made(paths.root, number, random.choice(("a fox", "a whale")), minutes=random.randrange(20_000))
        for number in range(300)
    ]
    store.enter(clips)
    for words in ("", "fox"):
        for oldest_first in (False, True):
            whole = LibraryQuery(words, oldest_first=oldest_first, limit=1000)
            order = ids(store, whole)
            assert counted(store, whole) == len(order)
            pages = [ids(store, replace(whole, skip=skip, limit=40)) for skip in range(0, 320, 40)]
            assert order == [clip_id for page in pages for clip_id in page]
            by_id = {clip.id: clip.added_at.astimezone().date() for clip in clips}
            days = [(day, len(list(same))) for day, same in groupby(order, by_id.__getitem__)]
            assert days == list(store.index.days(whole) or ())
            assert list(range(len(order))) == [store.index.row_of(whole, clip_id) for clip_id in order]
            assert {clip_id: row for row, clip_id in enumerate(order)} == store.index.rows_of(whole, [*order, "none"])


@KINDS
@pytest.mark.parametrize("oldest_first", [False, True])
def test_what_is_looked_for_in_portions_is_what_is_found_at_once(
    database: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch, *, oldest_first: bool, full_text: bool
) -> None:
    """Days of many clips, of few, and none; the portions lie between them and within them."""
    monkeypatch.setattr("sora_desktop.store.clip_index.PORTIONS", {True: 10, False: 10})
    random = Random(5)
    store = ClipStore(database, paths, full_text=full_text)
    moments = [random.choice((random.randrange(60), random.randrange(60_000))) for _ in range(150)]
    store.enter(
        [
            made(paths.root, number, random.choice(("a fox", "a whale", "a red fox")), minutes=minutes)
            for number, minutes in enumerate(moments)
        ]
    )
    for words in ("fox", "red", "whale", "f", "clip-14", "nothing"):
        query = LibraryQuery(words, oldest_first=oldest_first, limit=20)
        at_once = store.index.page(query).places
        looks = [None for _ in store.index.search(query)]
        asked = Steps(database)
        assert (at_once, 1) == (store.index.page(query).places, asked.questions), words
        assert words not in ("fox", "f") or len(looks) < 5, "they are many, and it ends with the first of them"
        database.set_trace_callback(None)
        assert counted(store, query) == len(ids(store, replace(query, limit=1000)))


def test_a_search_that_a_change_overtakes_finds_the_library_as_it_is_then(
    database: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.store.clip_index.PORTIONS", {True: 10, False: 10})
    store, query = ClipStore(database, paths), LibraryQuery("fox")
    store.enter([made(paths.root, number) for number in range(50)])
    search = store.index.search(query)
    next(search)
    store.remove("clip-3")

    assert [] == list(search)
    assert [f"clip-{number}" for number in range(50) if number != 3] == ids(store, query)


def test_clips_of_one_moment_all_have_their_place(database: Database, paths: Paths) -> None:
    store = ClipStore(database, paths)
    store.enter([made(paths.root, number, minutes=1) for number in range(100)])

    assert {f"clip-{number}" for number in range(100)} == set(ids(store, LibraryQuery(limit=1000)))


def test_a_clip_that_changes_or_goes_is_followed(database: Database, paths: Paths) -> None:
    store = ClipStore(database, paths)
    clip = made(paths.root, 1)
    store.add(clip)
    store.add(made(paths.root, 2))
    store.add(replace(clip, recipe=replace(clip.recipe, connection_name="Elsewhere"), unchecked=message("odd")))
    assert (["clip-1"], ["clip-1"]) == (ids(store, LibraryQuery("elsewhere")), store.lists.unchecked(5))

    store.remove("clip-1")

    assert ([], []) == (ids(store, LibraryQuery("elsewhere")), store.lists.unchecked(5))
    assert (["clip-2"], 1) == (ids(store, LibraryQuery()), store.index.totals().clips)


def old_database(paths: Paths, clips: Sequence[Clip]) -> None:
    """As a version without an index left it."""
    with closing(open_database(paths.ledger)) as database:
        ClipStore(database, paths).enter(clips)
        with database.transaction():
            drop(database)


def test_a_database_of_an_earlier_version_is_indexed_in_steps_the_newest_first(paths: Paths) -> None:
    old_database(paths, [made(paths.root, number) for number in reversed(range(20))])
    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        assert (True, 0) == (store.index.behind(), store.index.totals().clips)
        assert 5 == store.index.catch_up(5)
        assert [f"clip-{number}" for number in range(5)] == ids(store, LibraryQuery())

    with closing(open_database(paths.ledger)) as database:  # it was ended in the middle
        store = ClipStore(database, paths)
        catch_up(store)
        assert [f"clip-{number}" for number in range(20)] == ids(store, LibraryQuery("fox"))


def test_a_step_of_an_old_library_does_not_sort_all_that_is_to_be_done(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.store.index_keeper.MANY_STALE", 10)
    old_database(paths, [made(paths.root, number) for number in range(20)])
    with closing(open_database(paths.ledger)) as database:
        store, asked = ClipStore(database, paths), list[str]()
        database.set_trace_callback(asked.append)
        store.index.catch_up(5)
        database.set_trace_callback(None)
        (question,) = [text for text in asked if text.startswith("SELECT number, added_at")]
        plan = [step for (*_, step) in database.execute(f"EXPLAIN QUERY PLAN {question}")]
        assert [] == [step for step in plan if "TEMP B-TREE" in step]
        assert [f"clip-{number}" for number in range(5)] == ids(store, LibraryQuery())
        catch_up(store)
        assert [f"clip-{number}" for number in range(20)] == ids(store, LibraryQuery())


def test_an_index_of_an_earlier_version_is_made_anew_and_loses_no_clip(paths: Paths) -> None:
    """With fewer beginnings of words, and all of each word in one."""
    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        store.enter([made(paths.root, number, f"photorealistic x{number}x") for number in range(20)])
        with database.transaction():
            for statement in (
                "DROP TABLE library_words",
                "CREATE VIRTUAL TABLE library_words USING fts5(words, tokenize = 'ascii', prefix = '1 2 3')",
                "INSERT INTO library_words (rowid, words) SELECT place, ' photorealistic ' FROM library",
                "UPDATE marks SET value = replace(value, '7 words', '6 words') WHERE name = 'library_index'",
            ):
                database.execute(statement)
    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        catch_up(store)
        assert [f"clip-{number}" for number in range(20)] == ids(store, LibraryQuery("photorealis"))
        assert ["clip-7"] == ids(store, LibraryQuery("photorealistic x7x"))
        assert (20, 20) == (store.count(), store.index.totals().clips)


def test_what_an_earlier_version_changes_meanwhile_is_followed(paths: Paths) -> None:
    with closing(open_database(paths.ledger)) as database:
        ClipStore(database, paths).enter([made(paths.root, number) for number in range(3)])
    with closing(sqlite3.connect(paths.ledger)) as other, other:
        other.execute("DELETE FROM clips WHERE id = 'clip-0'")
        other.execute("UPDATE clips SET document = replace(document, 'a fox', 'a whale') WHERE id = 'clip-1'")

    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        catch_up(store)
        assert ["clip-1", "clip-2"] == ids(store, LibraryQuery())
        assert ["clip-1"] == ids(store, LibraryQuery("whale"))


def test_a_clip_that_waits_for_the_index_can_be_entered_anew(database: Database, paths: Paths) -> None:
    store = ClipStore(database, paths)
    clip = made(paths.root, 1)
    store.add(clip)
    database.execute("UPDATE clips SET path = 'elsewhere.mp4'")
    store.add(replace(clip, sha256="\ud800"))

    assert (["clip-1"], False) == (ids(store, LibraryQuery()), store.index.behind())


def test_a_row_that_cannot_be_read_stays_and_is_listed_once_it_can(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("cannot be read; its row and file stay")
    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        store.enter([made(paths.root, number) for number in range(2)])
        ((document,),) = database.read("SELECT document FROM clips WHERE id = 'clip-0'")
        database.execute("UPDATE clips SET document = '{' WHERE id = 'clip-0'")
        read, broken = store.page(LibraryQuery())
        assert (["clip-1"], ["clip-0"]) == ([clip.id for clip in read], broken)
        catch_up(store)
        assert (["clip-1"], 2) == (ids(store, LibraryQuery()), store.count())
        assert not store.index.behind()
        database.execute("DROP TRIGGER library_stale_new")  # as where a new version reads what stands there already
        database.execute("UPDATE clips SET document = ? WHERE id = 'clip-0'", (document,))

    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        catch_up(store)
        assert ["clip-0", "clip-1"] == ids(store, LibraryQuery())


def test_another_sqlite_makes_the_index_its_own_way(paths: Paths) -> None:
    for full_text in (True, False, True):
        with closing(open_database(paths.ledger)) as database:
            store = ClipStore(database, paths, full_text=full_text)
            if not database.read("SELECT 1 FROM clips"):
                store.add(made(paths.root, 1))
            catch_up(store)
            assert ["clip-1"] == ids(store, LibraryQuery("fox"))


def test_where_the_disk_takes_no_index_it_lives_in_memory(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    old_database(paths, [made(paths.root, number) for number in range(3)])
    make = ClipIndex._make

    def refused(index: ClipIndex, *, temporary: bool) -> None:
        if not temporary:
            raise LedgerError("full")
        make(index, temporary=temporary)

    monkeypatch.setattr(ClipIndex, "_make", refused)
    expect_log("the library's index cannot be written")
    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        catch_up(store)
        store.remove("clip-1")
        store.add(made(paths.root, 5, "a whale"))
        assert ["clip-0", "clip-2", "clip-5"] == ids(store, LibraryQuery())
        assert ["clip-5"] == ids(store, LibraryQuery("whale"))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone for all programs")
def test_days_are_those_of_this_place(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, days = made(paths.root, 1), set()
    try:
        for zone in ("UTC+12", "UTC-12"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            with closing(open_database(paths.ledger)) as database:
                store = ClipStore(database, paths)
                if not store.count():
                    store.add(clip)
                catch_up(store)
                assert ((clip.added_at.astimezone().date(), 1),) == store.index.days(LibraryQuery())
                days |= {day.day for day in store.index.days(LibraryQuery()) or ()}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(days) == 2


def test_a_damaged_index_is_made_anew_and_costs_no_job(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the library's index is damaged")
    with closing(open_database(paths.ledger)) as database:
        ClipStore(database, paths).enter([made(paths.root, number) for number in range(3)])
    with closing(sqlite3.connect(paths.ledger)) as other, other:
        other.execute("UPDATE library_words_data SET block = x'ffffffffffff' WHERE id > 10")

    with closing(open_database(paths.ledger)) as database:
        store = ClipStore(database, paths)
        store.page(LibraryQuery("fox"))
        catch_up(store)
        assert ["clip-0", "clip-1", "clip-2"] == ids(store, LibraryQuery("fox"))


@KINDS
def test_a_person_types_no_question_to_the_index(database: Database, paths: Paths, *, full_text: bool) -> None:
    store = ClipStore(database, paths, full_text=full_text)
    store.add(made(paths.root, 1))
    for typed in (
        "'; DROP TABLE clips; --",
        '"',
        '""',
        "*",
        "fox)",
        "(fox",
        "{words}: fox",
        "^fox",
        "fox + a",
        "\x00",
        "§",
    ):
        for kind in ClipFilter:
            query = LibraryQuery(typed, kind)
            store.page(query)
            counted(store, query)
            store.index.row_of(query, "clip-1")

    assert ["clip-1"] == ids(store, LibraryQuery())


def broken_words(database: Database) -> None:
    database.execute("UPDATE library_words_data SET block = x'ffffffffffff' WHERE id > 10")


def words_of_no_clip(database: Database) -> None:
    database.execute("DELETE FROM library WHERE id = 'clip-1'")


@pytest.mark.parametrize("damage", [broken_words, words_of_no_clip])
@pytest.mark.parametrize("question", ["page", "row", "count"])
def test_an_index_that_contradicts_itself_is_made_anew_whatever_is_asked(
    paths: Paths, damage: Callable[[Database], None], question: str, expect_log: ExpectedLogs
) -> None:
    expect_log("the library's index is damaged")
    told: list[bool] = []
    with closing(open_database(paths.ledger)) as database:
        ClipStore(database, paths).enter([made(paths.root, number) for number in range(3)])
        damage(database)
    with closing(open_database(paths.ledger)) as database:
        store, query = ClipStore(database, paths), LibraryQuery("fox")
        store.index.on_made_anew = lambda: told.append(store.index.behind())
        if question == "row":
            store.index.row_of(query, "clip-0")
        elif question == "count":
            list(store.index.count(query))
        store.page(query)
        assert [True] == told

        catch_up(store)
        assert ["clip-0", "clip-1", "clip-2"] == ids(store, query)


def test_a_clip_that_was_deleted_behind_the_index_leaves_it(database: Database, paths: Paths) -> None:
    store = ClipStore(database, paths)
    store.enter([made(paths.root, number) for number in range(3)])
    database.execute("DELETE FROM clips WHERE id = 'clip-1'")

    assert ["clip-0", "clip-2"] == ids(store, LibraryQuery("fox"))
    assert 2 == store.index.totals().clips


class Steps:
    """Counts the steps of SQLite's machine, a hundred at a time, and the questions that are put to it."""

    def __init__(self, database: Database) -> None:
        self.steps = self.questions = 0
        database.set_progress_handler(self._step, 100)
        database.set_trace_callback(self._question)

    def _step(self) -> int:
        self.steps += 1
        return 0

    def _question(self, _text: str) -> None:
        self.questions += 1


@pytest.mark.parametrize("kind", [ClipFilter.ALL, ClipFilter.LANDSCAPE])
@pytest.mark.parametrize("words", ["", "f", "photorealistic", "a-fox red"])
def test_no_question_goes_through_all_clips_or_sorts_them(
    database: Database, paths: Paths, words: str, kind: ClipFilter
) -> None:
    store = ClipStore(database, paths)
    store.enter([made(paths.root, number, "a fox, red and photorealistic") for number in range(30)])
    store.enter([replace(each, media=replace(each.media, size=Size(1280, 720))) for each in store.all()])
    asked: list[str] = []
    database.set_trace_callback(asked.append)
    for oldest_first in (False, True):
        query = LibraryQuery(words, kind, oldest_first, limit=10)
        list(store.index.search(query))
        assert 10 == len(ids(store, query))
        assert 30 == counted(store, query)
        assert 10 == len(ids(store, replace(query, skip=10)))
        assert [29 if oldest_first else 0] == list(store.index.rows_of(query, ["clip-0"]).values())
        assert store.index.row_of(query, "clip-0") == (29 if oldest_first else 0)
        store.index.totals()
    database.set_trace_callback(None)

    questions = {text for text in asked if text.lstrip().startswith("SELECT")}
    steps = {detail for text in questions for (*_, detail) in database.execute(f"EXPLAIN QUERY PLAN {text}")}
    days = {step for step in steps if step.startswith("SCAN library_days")}
    words_found = {step for step in steps if step.startswith("SCAN library_words VIRTUAL TABLE INDEX")}
    assert bool(words or kind is not ClipFilter.ALL) == bool(words_found)
    tables = ("SCAN library", "SCAN clips")
    assert [] == [
        step for step in steps - days - words_found if step.startswith(tables) or "TEMP B-TREE FOR ORDER" in step
    ]


def large(paths: Paths, clips: int) -> None:
    """A library of so many clips, made by SQLite alone from one; those that nobody reads here have no document."""
    with closing(open_database(paths.ledger)) as database:
        database.execute("PRAGMA synchronous = OFF")
        store = ClipStore(database, paths)
        store.add(made(paths.root, 0, "a fox"))
        with database.transaction():
            for statement in (
                "DROP TRIGGER library_stale_in",
                """INSERT INTO clips (id, job_id, path, added_at, document)
                   WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                   SELECT 'many-' || i, 'many-' || i, i || '.mp4', added_at,
                       CASE WHEN i < 100 OR abs(i - ? / 2) < 100 OR i > ? - 100 THEN document ELSE '' END
                   FROM clips, n""",
                """INSERT INTO library
                   SELECT one.place - (clips.number << 34), clips.number, clips.id, clips.id, '', clips.path, '', 1, 0, 0
                   FROM clips, library AS one WHERE clips.number > 1""",
                """INSERT INTO library_words (rowid, words)
                   SELECT place, ' fox ' FROM library WHERE number > 1""",
            ):
                database.execute(statement, (clips - 1, clips, clips) if "?" in statement else ())


@pytest.fixture(scope="module")
def two_libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Paths]:
    """One of hundreds, and one of a hundred thousand."""
    made = {}
    for count in (300, 100_000):
        made[count] = Paths(tmp_path_factory.mktemp("library"))
        made[count].make()
        large(made[count], count)
    return made


@pytest.mark.parametrize("words", ["", "fox"])
def test_a_hundred_thousand_clips_cost_as_many_rows_and_questions_as_a_few(
    two_libraries: dict[int, Paths], words: str
) -> None:
    costs = []
    for count, paths in two_libraries.items():
        with closing(open_database(paths.ledger)) as database:
            store = ClipStore(database, paths)
            query = LibraryQuery(words, limit=50)
            assert count == counted(store, query)
            measured = Steps(database)
            found = [len(store.page(replace(query, skip=skip))[0]) for skip in (0, count // 2, count - 50)]
            costs.append((found, measured.questions, measured.steps))

    (few, few_questions, few_steps), (many, many_questions, many_steps) = costs
    assert [50, 50, 50] == few == many
    assert many_questions <= 2 * few_questions
    assert many_steps <= few_steps + 1000  # it grows with the days: to read the rows would be six thousand a page


def test_the_rows_of_many_clips_are_told_by_one_look_at_the_words(two_libraries: dict[int, Paths]) -> None:
    """Each look for a long word gathers all that begins with it."""
    with closing(open_database(two_libraries[300].ledger)) as database:
        store, query = ClipStore(database, two_libraries[300]), LibraryQuery("fox")
        measured, costs = Steps(database), []
        for count in (1, 199):
            before = measured.questions
            assert count == len(store.index.rows_of(query, [f"many-{number}" for number in range(1, count + 1)]))
            costs.append(measured.questions - before)

        assert costs[1] <= 2 * costs[0]
