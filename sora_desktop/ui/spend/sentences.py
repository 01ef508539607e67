"""What a person reads of what was spent. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_, NP_

SPEND_TITLE = N_("Spending")
SPEND_INTRO = N_(
    "Clips that were billed, or may have been. What the service settled counts; where it settled nothing, the estimate does."
)
SPEND_PERIOD = N_("Period")
SPEND_TODAY = N_("Today")
SPEND_WEEK = N_("Last 7 days")
SPEND_MONTH = N_("Last 30 days")
SPEND_YEAR = N_("Last 12 months")
SPEND_ALL = N_("All time")
SPEND_BY = N_("Group by")
SPEND_BY_DAY = N_("Day")
SPEND_BY_MODEL = N_("Model")
SPEND_BY_CONNECTION = N_("Connection")
SPEND_BY_TAG = N_("Tag")
SPEND_BY_TAG_HINT = N_("You give tags to clips in Choose. A clip with several counts for each of them.")
SPEND_NO_TAG = N_("Without a tag")
SPEND_CLIPS = N_("Clips")
SPEND_SECONDS = N_("Seconds")
SPEND_COST = N_("Cost")
SPEND_ESTIMATED = N_("Estimated")
SPEND_SETTLED = N_("Settled")
SPEND_SETTLED_OF = N_("{money} ({count} of {total})")
SPEND_READING = N_("Reading the job list…")
SPEND_NOTHING = N_("Nothing was spent in this period.")
SPEND_WHOLE = NP_("{count} clip: {money}", "{count} clips: {money}")
SPEND_UNKNOWN = NP_("{count} without a known price", "{count} without a known price")
SPEND_NO_PRICE = N_("unknown")
SPEND_PART = N_("{first}, {second}")
SPEND_EXPORT = N_("Export as CSV…")
SPEND_EXPORT_TITLE = N_("Export spending")
SPEND_EXPORT_NAME = "spending.csv"
SPEND_EXPORT_KIND = N_("Tables (*.csv)")
SPEND_EXPORTED = NP_("{count} clip is exported to {path}.", "{count} clips are exported to {path}.")
SPEND_TABLE = N_("What was spent")
