"""What a person reads of a job that has ended badly."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sora_desktop.domain.job import JobState
from sora_desktop.domain.outcomes import ending_text, failure_text, refusal_text
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.refusal import Refused
from tests.support.rows import rows
from tests.support.samples import sample_job


@pytest.mark.parametrize("detail", ["", "boom", "{0} <b>"])
def test_a_failure_says_what_it_means_for_the_bill_and_what_to_do(detail: str) -> None:
    paid, free = str(failure_text(detail, free=False)), str(failure_text(detail, free=True))

    assert paid.endswith(
        "You may have been billed: check your records at the service. Generate again to try once more."
    )
    assert free.endswith(" Nothing is billed. Generate again to try once more.")


def test_a_failure_has_the_services_own_words() -> None:
    text = str(failure_text("The model gave up", free=True))

    assert text.startswith("The service couldn't make this clip: The model gave up. Nothing")


@pytest.mark.parametrize("state", [JobState.EXPIRED, JobState.LOST, JobState.NOT_FOUND, JobState.FAILED])
def test_a_bad_end_of_a_job_that_costs_says_that_it_may_have_been_billed(state: JobState) -> None:
    text = str(ending_text(state, "", free=False))

    assert ("may have been billed" in text, "Not billed" in text) == (True, False)


@rows("part", Refused)
def test_each_refusal_says_what_was_refused_whether_it_is_billed_and_what_to_change(part: Refused) -> None:
    paid = replace(sample_job(), cost=Cost(Decimal(1)))
    refused = str(refusal_text(JobState.REFUSED, part, "Flagged", paid))
    failed = str(refusal_text(JobState.FAILED, part, "Flagged", paid))
    free = str(refusal_text(JobState.FAILED, part, "", replace(sample_job(), cost=Cost(Decimal(0), free=True))))

    assert ": Flagged. Not billed. Change the " in refused
    assert ": Flagged. You may have been billed: " in failed
    assert " Nothing is billed. Change the " in free
    assert "billed" not in free.replace("Nothing is billed", "")
