"""The one list of warnings that are not ours to prevent, as exact strings. Each says where it comes from."""

# Qt messages of level "warning" (`qInstallMessageHandler`).
QT_MESSAGES: tuple[str, ...] = ()

# Log records of level WARNING and above, as (logger, message).
LOG_RECORDS: tuple[tuple[str, str], ...] = ()

# Python warnings, as lines of pytest's `filterwarnings`.
PYTHON_WARNINGS: tuple[str, ...] = ()
