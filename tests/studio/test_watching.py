"""What a person reads of a job that the service gave up."""

import pytest

from sora_desktop.api.wire import RemoteError
from sora_desktop.studio.watching import failure_text


@pytest.mark.parametrize("error", [None, RemoteError("", ""), RemoteError("boom", ""), RemoteError("", "{0} <b>")])
def test_a_failure_says_what_it_means_for_the_bill_and_what_to_do(error: RemoteError | None) -> None:
    paid, free = str(failure_text(error, free=False)), str(failure_text(error, free=True))

    assert paid.endswith("It may have been billed: look at the service's own records. Generate again to try anew.")
    assert free.endswith(" Nothing is billed. Generate again to try anew.")


def test_a_failure_has_the_services_own_words() -> None:
    text = str(failure_text(RemoteError("code", "The model gave up"), free=True))

    assert text.startswith("The service could not make the clip: The model gave up. Nothing")
