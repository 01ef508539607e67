"""What is said of a clip that is not what was asked for."""

from sora_desktop.domain.clip import NOTHING_KNOWN, MediaFacts
from sora_desktop.domain.shapes import Size
from sora_desktop.studio.jobs.arrival_words import difference
from tests.support.rows import rows
from tests.ui.samples import job

ASKED, TURNED = Size(1280, 720), Size(720, 1280)


@rows(
    ("facts", "says"),
    [
        (MediaFacts(ASKED, 3.0, 24.0, 72, "h264", "aac"), "The service made 3 s instead of 4 s."),
        (MediaFacts(TURNED, 4.0, 24.0, 96, "h264", "aac"), "The service made 720 × 1280 instead of 1280 × 720."),
        (
            MediaFacts(TURNED, 3.0, 24.0, 72, "h264", "aac"),
            "The service made 720 × 1280, 3 s, instead of 1280 × 720, 4 s.",
        ),
        (MediaFacts(ASKED, 4.4, 24.0, 105, "h264", "aac"), "None"),
        (NOTHING_KNOWN, "None"),
    ],
    ids=["length", "size", "both", "nearly", "unknown"],
)
def test_only_what_differs_is_said(facts: MediaFacts, says: str) -> None:
    assert says == str(difference(job(), facts))
