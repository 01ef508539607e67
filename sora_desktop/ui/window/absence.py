"""What happened while nobody looked, told in one notice once somebody does."""

from collections.abc import Iterable

from sora_desktop.base.sentences import Message, counted, message
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.bill_words import is_spent, sum_words
from sora_desktop.ui.queue.job_counts import Sort, sorts_of
from sora_desktop.ui.window import sentences as text


class Absence:
    """The jobs that there is news of, each as it is by the latest of it."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def note(self, job: Job) -> None:
        self._jobs[job.id] = job

    def end(self) -> list[Job]:
        """All of them; from here on it is another absence."""
        jobs, self._jobs = list(self._jobs.values()), {}
        return jobs


def needs_person(job: Job) -> bool:
    return Sort.NEEDS_PERSON in set(sorts_of(job)) or job.state is JobState.WAITING


def summary(jobs: Iterable[Job]) -> Message:
    """Such as "While you were away: 6 clips finished, 1 needs you · $4.80"."""
    every = list(jobs)
    done = sum(job.state is JobState.DONE for job in every)
    needs = sum(map(needs_person, every))
    counts = ((done, text.AWAY_DONE), (needs, text.AWAY_NEEDS), (len(every) - done - needs, text.AWAY_LOST))
    what = _listed([counted(words, count) for count, words in counts if count])
    money = sum_words(every)
    if not money:
        return message(text.AWAY_SUMMARY, what=what)
    is_sure = all(job.billed.value == "yes" for job in every if is_spent(job))
    return message(text.AWAY_SUMMARY_MONEY if is_sure else text.AWAY_SUMMARY_MAYBE, what=what, money=money)


def _listed(parts: list[Message]) -> Message:
    first, *rest = parts
    for each in rest:
        first = message(text.AWAY_LIST, first=first, second=each)
    return first
