"""Where everything lies in the data folder."""

import sys
from pathlib import Path

from platformdirs import user_data_path

import sora_desktop
from sora_desktop.base.values import dataclass

NATIVE_CRASH = "native-crash-{}.tmp"
"""In the logs folder: the stacks that the interpreter itself writes down as it dies, by the number of its process."""
PORTABLE_NAME = "Sora Desktop Data"
MARKERS = ("portable", "portable.txt")
"""A file of such a name beside the program makes it portable; Windows hides the ending of the second."""


def default_root() -> Path:
    """The data folder of this person on this system; beside the program, where a file there makes it portable."""
    place = portable_root()
    is_marked = place is not None and any((place.parent / name).is_file() for name in MARKERS)
    return place if place is not None and is_marked else user_data_path("Sora Desktop", appauthor=False)


def portable_root() -> Path | None:
    """The data folder beside the program; None where the program has no folder of its own, but lies among others'."""
    folder = program_folder()
    return None if folder is None else folder / PORTABLE_NAME


def program_folder() -> Path | None:
    """What a person moves when they move the program: the self-contained folder (on a Mac what the app lies in), or a
    checkout.
    """
    if getattr(sys, "frozen", False):
        program = Path(sys.executable).resolve()
        bundle = next((each for each in program.parents if each.suffix == ".app"), program)
        return bundle.parent
    checkout = Path(sora_desktop.__file__).resolve().parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else None


@dataclass(frozen=True, slots=True)
class Paths:
    """The data folder `root`. Only `make` touches the disk."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def draft(self) -> Path:
        return self.root / "draft.json"

    @property
    def presets(self) -> Path:
        """Presets of the form."""
        return self.root / "presets.json"

    @property
    def snippets(self) -> Path:
        """Pieces of prompts."""
        return self.root / "snippets.json"

    @property
    def connections(self) -> Path:
        return self.root / "connections.json"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite3"

    @property
    def journal(self) -> Path:
        """What was sent, outside of the database."""
        return self.root / "sent.journal"

    @property
    def exchanges(self) -> Path:
        """What was asked of services about jobs, and what they answered."""
        return self.root / "exchanges.jsonl"

    @property
    def older_exchanges(self) -> Path:
        return self.root / "exchanges.old.jsonl"

    @property
    def releases(self) -> Path:
        """What was told of new versions."""
        return self.root / "releases.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def library(self) -> Path:
        """Clips, byte for byte as the services sent them, each with its sidecar."""
        return self.root / "library"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails"

    @property
    def incoming(self) -> Path:
        """Downloads under way: on the same volume as `library`, so that a rename ends them."""
        return self.root / "incoming"

    def sent_clip(self, job_id: str) -> Path:
        """Where a clip lies that came inside an answer, until it is taken into the library."""
        return self.incoming / f"{job_id}.sent"

    @property
    def inputs(self) -> Path:
        """Pictures as they are sent, and pasted ones that have no file of their own."""
        return self.root / "inputs"

    @property
    def characters(self) -> Path:
        """What services made of clips, a file each."""
        return self.root / "characters"

    @property
    def engine(self) -> Path:
        return self.root / "engine"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def make(self) -> None:
        """Make every folder that is missing, for this person only. OSError where that cannot be."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (
            self.library,
            self.thumbnails,
            self.incoming,
            self.inputs,
            self.characters,
            self.engine,
            self.logs,
        ):
            folder.mkdir(mode=0o700, exist_ok=True)
