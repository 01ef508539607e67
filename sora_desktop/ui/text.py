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
TITLE_RUNNING = "({count}) {app}"
PICKER_NAME = "Connection: {name}, {state}"
PICKER_NONE = "No connection"
PICKER_ADD = "Add a connection…"
PICKER_EDIT = "Edit “{name}”…"
PICKER_ASK = "Ask again whether it answers"
PICKER_HELP = "The service that makes the clips. Ctrl+L opens the list."
PICKER_ROW = "{name}  ·  {state}"
REACH_READY = "ready"
REACH_UNTRIED = "not asked yet"
REACH_ASKING = "asking…"
REACH_ANSWERS = "connected"
REACH_WRONG_KEY = "wrong key"
REACH_NOT_THE_FORMAT = "another format"
REACH_NO_ANSWER = "no answer"
REACH_STARTING = "starting…"
REACH_NEEDS_KEY = "needs its key"
SUMMARY_ACTIVE_ONE = "1 running"
SUMMARY_ACTIVE = "{count} running"
SUMMARY_WAITING = "{count} waiting"
SUMMARY_NEEDS_ONE = "1 needs you"
SUMMARY_NEEDS = "{count} need you"
SUMMARY_PAUSED = "queue paused"
TOP_LIBRARY = "Show the library"
TOP_LIGHT = "Light appearance"
TOP_DARK = "Dark appearance"
TOP_SETTINGS = "Settings"
TOP_MORE = "More"
NOTICES_NAME = "Notices"
NOTICE_INFO = "Note"
NOTICE_WARNING = "Careful"
NOTICE_ERROR = "Problem"
NOTICE_SPOKEN = "{severity}: {sentence}"
NOTICE_DISMISS = "Dismiss this notice"
NOTICE_MORE = "{count} more"
ACTION_NEW = "Write a prompt"
ACTION_SEARCH = "Search the library"
ACTION_CONNECTION = "Pick a connection"
ACTION_ADD_CONNECTION = "Add a connection…"
ACTION_LIBRARY = "Show the library"
ACTION_SETTINGS = "Settings…"
ACTION_FULL_SCREEN = "Full screen"
ACTION_ABOUT = "Shortcuts and about…"
ACTION_QUIT = "Quit"
COLUMNS_NAME = "Columns"
MIDDLE_NAME = "Stage and queue"

# ---------------------------------------------------------------- dialogs
DIALOG_CLOSE = "Close"
DIALOG_CANCEL = "Cancel"
DIALOG_SAVE = "Save"
CONNECTION_ADD_TITLE = "Add a connection"
CONNECTION_EDIT_TITLE = "Edit a connection"
CONNECTION_INTRO = "A service that makes clips: a gateway, or a server of your own."
CONNECTION_NAME = "Name"
CONNECTION_NAME_EMPTY = "Give it a name."
CONNECTION_NAME_TAKEN = "There is a connection of this name already."
CONNECTION_URL = "Base URL"
CONNECTION_URL_EXAMPLE = "https://service.example.com"
CONNECTION_URL_HELP = "With or without /v1."
CONNECTION_URL_USED = "Will be asked at {url}"
CONNECTION_FORMAT = "Format"
CONNECTION_FORMAT_UNIALL = "UniAll"
CONNECTION_FORMAT_UNIALL_HELP = "UniAll and gateways like it: POST /v1/video/generations"
CONNECTION_FORMAT_OPENAI = "OpenAI Videos"
CONNECTION_FORMAT_OPENAI_HELP = "LiteLLM, vLLM-Omni, SGLang and others: POST /v1/videos"
CONNECTION_IMAGE = "Pictures from this machine"
CONNECTION_IMAGE_NATIVE = "Send as a file"
CONNECTION_IMAGE_NATIVE_HELP = "The whole job goes in the OpenAI Videos format of the same service."
CONNECTION_IMAGE_DATA_URL = "Write into the request"
CONNECTION_IMAGE_DATA_URL_HELP = "As a data URL. Only few services take it."
CONNECTION_IMAGE_REFUSE = "Do not send"
CONNECTION_IMAGE_REFUSE_HELP = "Only public web addresses of pictures can be used."
CONNECTION_KEY = "Key"
CONNECTION_KEY_PASTE = "Paste the key"
CONNECTION_KEY_KEYRING = "Stored in the key store. Type to replace it."
CONNECTION_KEY_SESSION = "Kept for this session. Type to replace it."
CONNECTION_KEY_NONE = "The service needs no key"
CONNECTION_KEY_MOVED = "The stored key belongs to {host}. Paste the key for the new address."
CONNECTION_KEY_HELP = "Goes into this system's key store, and nowhere else."
CONNECTION_TEST = "Test"
CONNECTION_TESTING = "Asking the service. This costs nothing…"
CONNECTION_TEST_ANSWERS = "It answers, in this format, and takes the key."
CONNECTION_TEST_ANSWERS_KEYLESS = "It answers, in this format."
CONNECTION_TEST_WRONG_KEY = "It answers, but does not accept the key."
CONNECTION_TEST_NOT_THE_FORMAT = "Something answers at this address, but not in this format."
CONNECTION_TEST_NO_ANSWER = "No answer from this address."
CONNECTION_SAVING = "Saving…"
CONNECTION_SAVED_KEYRING = "“{name}” is saved. Its key is in this system's key store."
CONNECTION_SAVED_SESSION = "“{name}” is saved, but this system has no key store that can be used: its key is kept only until you close Sora Desktop."
CONNECTION_SAVED_KEYLESS = "“{name}” is saved. It is used without a key."
CONNECTION_SAVED_MISSING = "“{name}” is saved. It needs its key before anything can be sent."
CONNECTION_REMOVE = "Remove…"
CONNECTION_REMOVE_ASK = "Remove “{name}”? Its key is forgotten. Jobs and clips stay."
CONNECTION_REMOVE_SURE = "Remove"
CONNECTION_REMOVE_KEEP = "Keep"
SETTINGS_TITLE = "Settings"
SETTINGS_INTRO = "A change holds at once."
ABOUT_TITLE = "About Sora Desktop"
ABOUT_VERSION = "Version {version}"
ABOUT_WHAT = "A desktop studio for short videos from Sora-2-format services."
ABOUT_LICENCE = "Free software under the GNU General Public License, version 3 or later. It comes without any warranty."
ABOUT_FOLDER = "Your clips lie in"
ABOUT_SHORTCUTS = "Keyboard"
ABOUT_GENERATE = "Generate"
ABOUT_PASTE = "Paste a picture into the composer"
