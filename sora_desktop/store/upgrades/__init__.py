"""What a data folder holds, brought from the version that wrote it to that of today, before anything reads it.

Each stored value has a `History`: its name, and a pure function a step, plain JSON object to plain JSON object. Its
version is one more than it has steps; one without a word of its version is of the first. To change the stored shape of
a value (a field more, less, renamed, or of another type; a new word of an enumeration) write a step and add it at the
end of its history here, and a sample of it: `tests/store/test_shapes.py` says how. `as_it_is` is the step of a field
that only came and has a default. A step that was released is never edited, and looks at nothing but its argument: what
was true at its time (names, catalogues) stands in its own file.

A step may meet a value that has been through it already: a newer app wrote it, and an older one has changed it since.
What it finds in the new form stays.
"""

from sora_desktop.store.upgrades.connection_changes import connection_keeps_changes
from sora_desktop.store.upgrades.history import History, as_it_is
from sora_desktop.store.upgrades.model_entries import (
    clip_with_entries,
    connection_with_entries,
    draft_with_entries,
    job_with_entries,
)
from sora_desktop.store.upgrades.service_ref import job_keeps_a_service_ref
from sora_desktop.store.upgrades.settling_of_its_kind import settling_follows_the_kind
from sora_desktop.store.upgrades.told_prices import told_prices_per_clip_are_doubtful

JOB = History("job", (job_keeps_a_service_ref, job_with_entries, *[as_it_is] * 17))
"""A row of the ledger, and of the journal."""
CLIP = History("clip", (clip_with_entries, *[as_it_is] * 13))
"""A row of the library, and the clip in a sidecar."""
CONNECTION = History(
    "connection",
    (
        connection_with_entries,
        connection_keeps_changes,
        *[as_it_is] * 7,
        told_prices_per_clip_are_doubtful,
        as_it_is,
        settling_follows_the_kind,
        as_it_is,
        as_it_is,
        as_it_is,
    ),
)
"""An entry of `connections.json`."""
SETTINGS = History("settings", tuple([as_it_is] * 8))
DRAFT = History("draft", (draft_with_entries, *[as_it_is] * 11))
CHARACTER = History("character")
"""A file of `characters/`."""

PRESET = History("preset")
"""An entry of `presets.json`: a preset of the form."""
SNIPPET = History("snippet")
"""An entry of `snippets.json`."""

HISTORIES = (JOB, CLIP, CONNECTION, SETTINGS, DRAFT, CHARACTER, PRESET, SNIPPET)
