"""An unexpected log record of level WARNING or above fails the test."""

import logging
from dataclasses import dataclass, field

from tests.support import allowed


@dataclass
class ExpectedLogs:
    """The fixture `expect_log`: call it with a part of each warning that the test provokes on purpose."""

    texts: list[str] = field(default_factory=list)

    def __call__(self, text: str) -> None:
        self.texts.append(text)


class LogWatch(logging.Handler):
    """Keeps every record of level WARNING and above that reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected = ExpectedLogs()
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def faults(self) -> list[str]:
        """What was logged and not expected, and what was expected and not logged."""
        said = [(record, record.getMessage()) for record in self._records]
        unexpected = [
            f"unexpected log record: {record.levelname} {record.name}: {_whole(record)}"
            for record, text in said
            if (record.name, text) not in allowed.LOG_RECORDS and not any(part in text for part in self.expected.texts)
        ]
        missing = [
            f"expected log record did not come: {part!r}"
            for part in self.expected.texts
            if not any(part in text for _, text in said)
        ]
        return unexpected + missing


def _whole(record: logging.LogRecord) -> str:
    return logging.Formatter("%(message)s").format(record)
