"""Jobs found by their state and by where they wait, however often they are entered anew: as a look at all finds them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.job import Job, JobState
from sora_desktop.studio.jobs.job_index import JobIndex, Line
from tests.support.samples import sample_job

_SERVICE = sample_job().service
_SERVICES = [_SERVICE, replace(_SERVICE, concurrency=_SERVICE.concurrency + 1), replace(_SERVICE, id="other")]

jobs = st.builds(
    lambda number, state, held, service, position: replace(
        sample_job(), id=f"job {number}", state=state, held=held, service=service, position=position
    ),
    st.integers(0, 5),
    st.sampled_from(JobState),
    st.booleans(),
    st.sampled_from(_SERVICES),
    st.sampled_from([0.0, 1.0, 2.0]),
)


@given(st.lists(jobs | st.integers(0, 5).map("job {}".format)))
def test_the_index_finds_what_a_look_at_all_jobs_finds(changes: list[Job | str]) -> None:
    index, known = JobIndex([]), dict[str, Job]()
    for change in changes:
        if isinstance(change, Job):
            index.put(change)
            known[change.id] = change
        elif known.pop(change, None) is not None:
            index.remove(change)

    waiting = [job for job in known.values() if job.state is JobState.WAITING and not job.held]
    assert list(index.all()) == list(known.values())
    assert set(map(Line.of, waiting)) == set(index.lines())
    assert index.in_lines(index.lines()) == sorted(waiting, key=lambda job: job.position)
    for states in ({JobState.WAITING}, {JobState.WAITING, JobState.RUNNING}, set(JobState)):
        assert index.in_states(states) == tuple(job for job in known.values() if job.state in states)
