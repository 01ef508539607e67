"""All wording of the window. Source texts are English; `tr` and `say` put them into the language of the person.

One section a room of the window. Sentences that belong to a rule (why a request may not go, what an error
means) stand beside that rule in `domain`, as `Message`, and pass through `say` here.
"""

from PySide6.QtCore import QCoreApplication

from sora_desktop.domain.message import Message

CONTEXT = "sora"


def tr(source: str, **values: object) -> str:
    """`source` in the language of the person, with `{named}` places filled from `values`."""
    translated = QCoreApplication.translate(CONTEXT, source)
    return translated.format(**values) if values else translated


def say(message: Message) -> str:
    return tr(message.source, **message.values)


# ---------------------------------------------------------------- the app
APP_NAME = "Sora Desktop"

# ---------------------------------------------------------------- compose

# ---------------------------------------------------------------- stage

# ---------------------------------------------------------------- queue

# ---------------------------------------------------------------- library

# ---------------------------------------------------------------- connections, notices, top bar

# ---------------------------------------------------------------- dialogs
