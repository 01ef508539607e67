"""The words of services for the state of a job."""

from sora_desktop.services.wire import RemoteState

_WORDS: dict[RemoteState, str] = {
    RemoteState.QUEUED: (
        "queued queueing queuing pending submitted submitting not_start not_started notstart notstarted created "
        "starting preparing waiting accepted scheduled received unknown"
    ),
    RemoteState.RUNNING: (
        "processing in_progress inprogress running generating preprocessing postprocessing rendering started active"
    ),
    RemoteState.DONE: "completed complete success succeeded succeed successful finished done ready",
    RemoteState.FAILED: "failed failure fail error errored timeout timed_out timedout rejected",
    RemoteState.EXPIRED: "expired",
    RemoteState.CANCELLED: "cancelled canceled deleted aborted",
}
STATE_OF_WORD = {word: state for state, words in _WORDS.items() for word in words.split()}
ENDED_BADLY = frozenset({RemoteState.FAILED, RemoteState.EXPIRED, RemoteState.CANCELLED})


def read_state(word: str) -> RemoteState:
    """What a status word means; a word that nobody knows means: still running."""
    return STATE_OF_WORD.get(_plain(word), RemoteState.RUNNING)


def is_known(word: str) -> bool:
    return _plain(word) in STATE_OF_WORD or word.isdigit()


def is_of_a_living_job(word: str) -> bool:
    """Whether it is known to be said of a job that waits, runs or is finished; no word at all says nothing."""
    return _plain(word) in STATE_OF_WORD and read_state(word) not in ENDED_BADLY


def _plain(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")
