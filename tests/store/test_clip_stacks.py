"""Takes of one request as stacks of the library, answered by SQLite: against doing the same with all clips in memory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import KINDS, ClipFilter, InStack, LibraryQuery, day_of, kind_of, searched_fields
from sora_desktop.domain.search_words import words_of
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.stacks import stack_of
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database
from sora_desktop.store.paths import Paths
from tests.store import values

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STACKED = LibraryQuery(stacked=True)


def made(root: Path, number: int, prompt: str = "a fox", *, service: str = "", tall: bool = False) -> Clip:
    """The higher the number the older."""
    clip = values.clip(root, number)
    recipe = replace(clip.recipe, request=replace(clip.recipe.request, prompt=prompt), service=service)
    size = Size(720, 1280) if tall else Size(1280, 720)
    return replace(
        clip,
        id=f"clip-{number}",
        job_id=f"job-{number}",
        path=root / f"fox-{number}x.mp4",
        recipe=recipe,
        media=replace(clip.media, size=size),
        added_at=NOON - timedelta(hours=number),
    )


def ids(store: ClipStore, query: LibraryQuery) -> list[str]:
    return [clip.id for clip in store.page(query)[0]]


def stacks(store: ClipStore, query: LibraryQuery) -> list[InStack]:
    return list(store.page_in_stacks(query)[2])


@pytest.fixture(params=[True, False])
def store(request: pytest.FixtureRequest, database: Database, paths: Paths) -> ClipStore:
    return ClipStore(database, paths, full_text=request.param)


def test_takes_of_one_request_are_one_row_that_counts_them(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, 1), made(paths.root, 2, "a hen"), made(paths.root, 3)])

    assert ["clip-1", "clip-2"] == ids(store, STACKED)
    assert [(2, 2, True), (1, 1, True)] == [each[1:] for each in stacks(store, STACKED)]
    assert ["clip-1", "clip-2", "clip-3"] == ids(store, LibraryQuery())
    assert [2] == [day.clips for day in store.stacks.days(STACKED) or ()]


@pytest.mark.parametrize("other", [{"service": "another"}, {"tall": True}, {"prompt": "a hen"}])
def test_another_service_shape_or_prompt_is_another_stack(
    store: ClipStore, paths: Paths, other: dict[str, object]
) -> None:
    store.enter([made(paths.root, 1), made(paths.root, 2, **other)])  # type: ignore[arg-type]

    assert ["clip-1", "clip-2"] == ids(store, STACKED)


def test_the_takes_of_another_day_are_another_stack(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, 1), replace(made(paths.root, 2), added_at=NOON - timedelta(days=3))])

    assert ["clip-1", "clip-2"] == ids(store, STACKED)


def test_a_newer_take_lies_on_top_and_one_that_goes_leaves_the_next_there(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, 2), made(paths.root, 3)])
    store.enter([made(paths.root, 1)])
    assert (["clip-1"], 3) == (ids(store, STACKED), stacks(store, STACKED)[0].takes)

    for gone, left in (("clip-1", ["clip-2"]), ("clip-3", ["clip-2"]), ("clip-2", [])):
        store.remove(gone)
        assert left == ids(store, STACKED)
    assert () == store.stacks.days(STACKED)


def test_a_take_is_found_by_its_own_file_name_in_the_row_of_its_stack(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, number) for number in (1, 2, 3)])

    assert ["clip-1"] == ids(store, replace(STACKED, words="fox 3x"))
    assert [] == ids(store, replace(STACKED, words="4x"))
    assert ["clip-3"] == ids(store, LibraryQuery("3x"))


def test_a_take_is_found_by_its_tag_in_the_row_of_its_stack(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, 1), replace(made(paths.root, 2), tags=("keeper",))])

    assert ["clip-1"] == ids(store, replace(STACKED, words="keep"))


def test_what_is_unfolded_follows_its_top(store: ClipStore, paths: Paths) -> None:
    store.enter([made(paths.root, 1), made(paths.root, 2, "a hen"), made(paths.root, 3), made(paths.root, 4)])
    unfolded = replace(STACKED, unfolded=(stack_of(made(paths.root, 1)),))

    assert ["clip-1", "clip-3", "clip-4", "clip-2"] == ids(store, unfolded)
    assert [(3, True), (2, False), (1, False), (1, True)] == [each[2:] for each in stacks(store, unfolded)]
    assert ["clip-2", "clip-1", "clip-3", "clip-4"] == ids(store, replace(unfolded, oldest_first=True))
    assert {"clip-4": 2, "clip-2": 3, "clip-1": 0} == store.stacks.rows_of(unfolded, ["clip-4", "clip-2", "clip-1"])
    assert {"clip-4": 0, "clip-2": 1} == store.stacks.rows_of(STACKED, ["clip-4", "clip-2"])


def _has(clip: Clip, word: str) -> bool:
    return any(each.startswith(word) for field in searched_fields(clip) for each in words_of(field))


def in_memory(clips: list[Clip], query: LibraryQuery) -> list[str]:
    """The same list, by hand."""
    kinds = KINDS[query.filter]
    newest = sorted((clip for clip in clips if kind_of(clip) in kinds), key=lambda clip: clip.added_at, reverse=True)
    found: dict[str, list[Clip]] = {}
    for clip in newest:
        found.setdefault(stack_of(clip), []).append(clip)
    rows = [
        takes
        for takes in found.values()
        if all(any(_has(clip, word) for clip in takes) for word in query.words.split())
    ]
    order = reversed(rows) if query.oldest_first else rows
    return [clip.id for takes in order for clip in (takes if stack_of(takes[0]) in query.unfolded else takes[:1])]


def test_every_page_of_every_list_is_what_a_memory_of_all_clips_would_say(store: ClipStore, paths: Paths) -> None:
    random, clips = Random(4), dict[str, Clip]()
    for _ in range(60):
        number = random.randrange(70)
        prompt = random.choice(("a fox", "a hen", "an owl"))
        if f"clip-{number}" in clips and random.random() < 0.5:
            store.remove(f"clip-{number}")
            del clips[f"clip-{number}"]
        else:
            clip = made(paths.root, number, prompt, tall=random.random() < 0.3)
            store.enter([clip])
            clips[clip.id] = clip
        every = list(clips.values())
        keys = tuple(random.sample(sorted({stack_of(each) for each in every}), k=min(2, len(every) and 1)))
        query = LibraryQuery(
            random.choice(("", "", "fox", "hen 1")),
            random.choice((ClipFilter.ALL, ClipFilter.PORTRAIT)),
            oldest_first=random.random() < 0.3,
            stacked=True,
            unfolded=random.choice(((), keys)),
            limit=5,
        )
        _compare(store, every, query)


def _compare(store: ClipStore, every: list[Clip], query: LibraryQuery) -> None:
    expected = in_memory(every, query)
    got = [clip_id for skip in range(0, len(expected) + 5, 5) for clip_id in ids(store, replace(query, skip=skip))]
    for _ in store.index.count(query) if query.phrases else ():
        pass

    assert expected == got
    assert len(expected) == sum(day.clips for day in store.stacks.days(query) or ())
    assert {each: row for row, each in enumerate(expected)} == store.stacks.rows_of(query, expected)
    assert sorted({day_of(clip) for clip in every if clip.id in expected}) == sorted(
        day.day for day in store.stacks.days(query) or ()
    )
