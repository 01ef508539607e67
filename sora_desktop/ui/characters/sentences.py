"""What a person reads of characters. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_

CHARACTERS_TITLE = N_("Characters")
CHARACTERS_INTRO = N_(
    "A service makes a character of a short clip, once. Choose it for later clips, and write its name in their prompts. "
    "Only the connection that made a character knows it."
)
CHARACTERS_EMPTY = N_("No characters yet. Make one of a clip in your library, or of a film on this computer.")
CHARACTERS_TABLE = N_("Your characters")
CHARACTERS_NAME = N_("Name")
CHARACTERS_CONNECTION = N_("Connection")
CHARACTERS_STATE = N_("State")
CHARACTERS_NEW = N_("Make one of a file…")
CHARACTERS_ENTER = N_("Enter an id…")
CHARACTERS_RENAME = N_("Rename")
CHARACTERS_COPY = N_("Copy id")
CHARACTERS_COPIED = N_("The id of “{name}” is copied.")
CHARACTERS_REMOVE = N_("Take off the list")
CHARACTERS_REMOVE_TITLE = N_("Take “{name}” off the list?")
CHARACTERS_REMOVE_HINT = N_("The service keeps it. You can enter it again by its id: {id}")
CHARACTERS_REMOVE_UNKNOWN = N_("It may have been made and billed all the same.")
CHARACTERS_KEEP = N_("Keep it")
CHARACTERS_ANSWER = N_("What came back…")
CHARACTERS_ANSWER_TITLE = N_("What the service answered")

STATE_MAKING = N_("Being made…")
STATE_READY = N_("Ready")
STATE_REFUSED = N_("Not made")
STATE_UNKNOWN = N_("Not known")
DETAIL_READY = N_("In prompts: {name}. Id: {id}")
DETAIL_MAKING = N_("It was sent. You can go on meanwhile.")
DETAIL_AGAIN = N_("It isn't asked for characters again, as long as this stands here.")
DETAIL_GONE = N_("Its connection is gone or has another address now, so it can't be chosen.")

MAKE_TITLE = N_("Make a character")
MAKE_NAME = N_("Name")
MAKE_NAME_HELP = N_("Prompts use this name. Choose one that is no everyday word.")
MAKE_OF = N_("Made of “{name}”")
MAKE_AT = N_("Made by")
MAKE_FREE = N_("Free.")
MAKE_UNKNOWN_PRICE = N_("Price unknown: some services bill for a character. It is sent once.")
MAKE_GOES_TO = N_("“{name}” gets the whole clip. Many services refuse clips that show real people.")
MAKE_GOES_NOWHERE = N_(
    "The clip stays on this computer. The engine draws a character as a round picture beside the scene."
)
MAKE_DO = N_("Make character")
MAKE_PICK = N_("A film to make a character of")
MAKE_KINDS = N_("Films (*.mp4 *.mov *.m4v *.webm *.mkv)")
MAKE_OVER_TITLE = N_("Make it although the price is unknown?")
MAKE_OVER_YES = N_("Make character")
MAKE_OVER_NO = N_("Don't make it")

ENTER_TITLE = N_("Enter a character")
ENTER_ID = N_("Id")
ENTER_ID_HELP = N_("As the service told it, such as char_123. It is asked what the character is called, which is free.")
ENTER_NAME = N_("Name, where the service doesn't tell it")
ENTER_AT = N_("Known to")
ENTER_DO = N_("Enter")
ENTER_ASKING = N_("Asking the service…")
