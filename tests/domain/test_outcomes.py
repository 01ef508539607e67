"""What a person reads of a job that has ended badly."""

import pytest

from sora_desktop.domain.job import JobState
from sora_desktop.domain.outcomes import ending_text, failure_text


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
