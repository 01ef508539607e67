"""Where the time of a job went."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sora_desktop.domain.job import JobState
from sora_desktop.domain.phases import Phase, phases
from tests.support.rows import rows
from tests.support.samples import NOON, sample_job


def at(seconds: float) -> Any:
    return NOON + timedelta(seconds=seconds)


WAITING, SENDING, MAKING, FETCHING, CHECKING = Phase


@rows(
    ("state", "marks", "told"),
    [
        ("waiting", {}, ((WAITING, 100),)),
        ("waiting", {"submitted_at": at(5)}, ((WAITING, 100),)),
        ("submitting", {"submitted_at": at(5)}, ((WAITING, 5), (SENDING, 95))),
        ("refused", {"submitted_at": at(5), "ended_at": at(6)}, ((WAITING, 5), (SENDING, 1))),
        ("running", {"submitted_at": at(5), "accepted_at": at(7)}, ((WAITING, 5), (SENDING, 2), (MAKING, 93))),
        (
            "done",
            {
                "submitted_at": at(5),
                "accepted_at": at(7),
                "finished_at": at(60),
                "arrived_at": at(65),
                "ended_at": at(66),
            },
            ((WAITING, 5), (SENDING, 2), (MAKING, 53), (FETCHING, 5), (CHECKING, 1)),
        ),
        ("failed", {"submitted_at": at(5), "accepted_at": at(7), "ended_at": at(9)}, ((WAITING, 5), (SENDING, 2), (MAKING, 2))),
        ("cancelled", {"ended_at": at(9)}, ((WAITING, 9),)),
        ("running", {"submitted_at": at(-50), "accepted_at": at(7)}, ((WAITING, 0), (SENDING, 57), (MAKING, 93))),
    ],
)  # fmt: skip
def test_each_phase_lasts_until_the_next_and_the_last_until_now_or_the_end(
    state: str, marks: dict[str, Any], told: Any
) -> None:
    job = replace(sample_job(state=JobState(state)), created_at=NOON, **marks)

    assert told == phases(job, at(100))
