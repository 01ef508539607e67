"""What a person reads of the strip. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_, NP_

STRIP_TITLE = N_("Strip")
STRIP_NAME = N_("Takes: what runs, then the newest first")
STRIP_NOW = N_("Now")
STRIP_EMPTY = N_("Your takes line up here, from the moment you press Generate.")
STRIP_NUMBER = N_("{number} of {count}")
STRIP_NUMBER_AND_LENGTH = N_("{number} of {count} · {length}")
STRIP_TAKE = N_("Take {number} of {count}. {sentence}")
STRIP_STACK_HINT = N_("{count} takes of one request. Click again for the next one; a double click or {keys} shows all.")
STRIP_MORE_WAIT = NP_("and {count} more", "and {count} more")
STRIP_PILE_HINT = N_("{count} jobs wait here. Click again for the next one; a double click or {keys} shows all.")
