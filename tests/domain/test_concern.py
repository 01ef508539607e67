"""When a data folder is what it was, and when nothing may be sent from it before a person has looked."""

from dataclasses import replace

from sora_desktop.domain.concern import Concern, FolderMark, Record, concern
from tests.support.rows import rows

RECORD = Record(folder="f", opened=3, number=12, sums={10: "j", 11: "k", 12: "l"}, ever_sent=True)
AS_IT_WAS = FolderMark(
    record=RECORD,
    damaged=False,
    list_folder="f",
    list_opened=3,
    list_lacks=False,
    has_jobs=True,
    waits=True,
    witness=(12, "l"),
    open_elsewhere=False,
    same_machine=True,
    same_folder=True,
    original_is_there=False,
)
OLD_VERSION = replace(AS_IT_WAS, record=None, list_folder="", list_opened=0, witness=None)
MOVED = replace(AS_IT_WAS, same_folder=False)


@rows(
    "seen",
    [
        AS_IT_WAS,
        OLD_VERSION,
        MOVED,
        replace(AS_IT_WAS, witness=None),
        replace(AS_IT_WAS, witness=(11, "k")),
        replace(AS_IT_WAS, witness=(4, "from before the last compaction")),
        replace(AS_IT_WAS, list_opened=4),
        replace(OLD_VERSION, list_folder="f", has_jobs=False),
        replace(AS_IT_WAS, record=replace(RECORD, ever_sent=False, opened=0), list_folder="", list_opened=0),
        replace(
            AS_IT_WAS, record=replace(RECORD, ever_sent=False), waits=False, same_machine=False, original_is_there=True
        ),
    ],
    ids=[
        "as it was",
        "of a version that kept no journal",
        "renamed, or on a volume that numbers its files anew",
        "this machine's notes are gone",
        "a crash before the last line was noted",
        "a note from long ago",
        "a crash between the two notes of a start",
        "no journal, and no job that could have been sent",
        "a crash before the ledger heard of its first journal",
        "nothing was ever sent from it and nothing waits",
    ],
)
def test_nobody_is_asked_about_a_folder_that_is_what_it_was(seen: FolderMark) -> None:
    assert None is concern(seen)


@rows(
    ("seen", "why"),
    [
        (replace(OLD_VERSION, list_folder="f"), Concern.RECORD_MISSING),
        (replace(AS_IT_WAS, damaged=True), Concern.RECORD_DAMAGED),
        (replace(OLD_VERSION, damaged=True), Concern.RECORD_DAMAGED),
        (replace(AS_IT_WAS, open_elsewhere=True), Concern.OPEN_ELSEWHERE),
        (replace(AS_IT_WAS, list_lacks=True), Concern.LIST_OLDER),
        (replace(AS_IT_WAS, list_opened=2), Concern.LIST_OLDER),
        (replace(AS_IT_WAS, list_folder="", list_opened=0), Concern.LIST_OLDER),
        (replace(AS_IT_WAS, list_folder="another", list_opened=9), Concern.LIST_OLDER),
        (replace(AS_IT_WAS, list_opened=5), Concern.RECORD_OLDER),
        (replace(AS_IT_WAS, witness=(13, "m")), Concern.FOLDER_OLDER),
        (replace(AS_IT_WAS, witness=(12, "of a copy that went on")), Concern.FOLDER_OLDER),
        (replace(AS_IT_WAS, witness=(11, "of a copy that went on")), Concern.FOLDER_OLDER),
        (replace(AS_IT_WAS, same_machine=False), Concern.OTHER_MACHINE),
        (replace(AS_IT_WAS, same_machine=False, witness=None), Concern.OTHER_MACHINE),
        (replace(MOVED, original_is_there=True), Concern.COPY),
        (replace(MOVED, original_is_there=True, witness=None), Concern.COPY),
        (replace(MOVED, witness=None), Concern.RESTORED),
        (replace(MOVED, record=replace(RECORD, ever_sent=False), original_is_there=True), Concern.COPY),
    ],
)
def test_nothing_is_sent_from_a_folder_that_may_not_be_what_it_was(seen: FolderMark, why: Concern) -> None:
    assert why is concern(seen)
