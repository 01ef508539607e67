"""What a person reads of the settings. Looked up where it is shown; see `base.sentences`."""

from enum import Enum

from sora_desktop.base.sentences import N_
from sora_desktop.domain.settings import Theme

SETTINGS_TITLE = N_("Settings")
BUDGET_DAY = N_("A day")
BUDGET_BATCH = N_("One press of Generate")
BUDGET_MONEY = N_("Money ({currency})")
BUDGET_SECONDS = N_("Seconds")
BUDGET_CLIPS = N_("Clips")
BUDGET_NO_LIMIT = N_("no limit")
BUDGET_CURRENCY = N_("Currency")
BUDGET_CURRENCY_HINT = N_("A code such as USD. A price in another currency counts as unknown, and you are asked.")
RELEASE_IS_OUT = N_("Version {version} is out…")
RELEASE_NOT_CHECKED = N_("Could not check for new versions. It is tried again in a day.")
SETTINGS_INTRO = N_("Changes take effect immediately.")
LIKE_THE_SYSTEM = N_("Same as the system")
CHOICES: dict[Enum, str] = {
    Theme.SYSTEM: LIKE_THE_SYSTEM,
    Theme.LIGHT: N_("Light"),
    Theme.DARK: N_("Dark"),
}
