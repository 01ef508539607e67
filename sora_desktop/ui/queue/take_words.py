"""What the one card of several takes says."""

from collections.abc import Sequence

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.bill_words import bill_words
from sora_desktop.ui.common.job_words import SAYS_BILL, SPOKEN_PROMPT, SYMBOLS, meta_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.job_rows import Section, section_of


def takes_words(takes: Sequence[Job]) -> str:
    """How far they are: such as "2 of 4 done · 1 running · 1 next"."""
    done = sum(job.state is JobState.DONE for job in takes)
    sections = [section_of(job) for job in takes]
    lost = sum(section is Section.ENDED for section in sections) - done
    counted = (
        (sections.count(Section.RUNNING), text.TAKES_RUNNING),
        (sections.count(Section.NEXT), text.TAKES_WAITING),
        (sections.count(Section.NEEDS_YOU), text.QUEUE_NEED_YOU),
        (lost, text.TAKES_LOST),
    )
    parts = [tr(words, count=count) for count, words in counted if count]
    return " · ".join([done_words(takes), *parts])


def done_words(takes: Sequence[Job]) -> str:
    """How many of them are done: such as "2 of 4 done"."""
    done = sum(job.state is JobState.DONE for job in takes)
    return tr(text.TAKES_DONE, done=done, count=len(takes))


def takes_tone(takes: Sequence[Job]) -> str:
    """The named colour of these words."""
    sections = {section_of(job) for job in takes}
    if Section.NEEDS_YOU in sections:
        return "warn"
    if sections != {Section.ENDED}:
        return "muted"
    return "ok" if all(job.state is JobState.DONE for job in takes) else "bad"


def takes_line(takes: Sequence[Job]) -> str:
    """The words with their symbol."""
    return f"{SYMBOLS.get(takes_tone(takes), '')} {takes_words(takes)}".lstrip()


def takes_detail(takes: Sequence[Job]) -> str:
    """The bill of all, once all have ended."""
    return bill_words(list(takes)) if all(job.state in SAYS_BILL for job in takes) else ""


def takes_sentence(takes: Sequence[Job]) -> str:
    """All of it for a screen reader."""
    first = takes[0]
    parts = [one_line(first.request.prompt, SPOKEN_PROMPT), meta_words(first), takes_words(takes), takes_detail(takes)]
    return ". ".join(filter(None, parts))


def number_words(job: Job, takes: Sequence[Job]) -> str:
    """Which take it is, such as "2 of 4"; empty where it is the only one."""
    if len(takes) < 2:
        return ""
    number = next((place for place, take in enumerate(takes, 1) if take.id == job.id), 1)
    return tr(text.TAKES_NUMBER, number=number, count=len(takes))
