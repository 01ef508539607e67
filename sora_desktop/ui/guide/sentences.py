"""The words of the window with the user guide."""

from sora_desktop.base.sentences import N_

GUIDE_TITLE = N_("User guide")
GUIDE_CHAPTERS = N_("Chapters")
GUIDE_PAGE = N_("Text of the guide")
LINK_TITLE = N_("Open this address in your browser?")
LINK_OPEN = N_("Open")
LINK_STAY = N_("Not now")
