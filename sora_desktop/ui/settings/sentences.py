"""What a person reads of the settings. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_

SETTINGS_TITLE = N_("Settings")
SETTINGS_INTRO = N_("Changes take effect immediately.")
