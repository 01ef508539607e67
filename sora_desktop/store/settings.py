"""The settings file."""

import logging
from pathlib import Path

from sora_desktop.domain.settings import Settings
from sora_desktop.store.codec import Codec, UnreadableError
from sora_desktop.store.files import storage_errors, write_atomically

log = logging.getLogger(__name__)


def load_settings(path: Path) -> Settings:
    """The settings as saved; what is missing or makes no sense takes its default."""
    try:
        return Codec().load(path.read_bytes(), Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnreadableError) as problem:
        log.warning("the settings cannot be read and take their defaults: %s", problem)
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """StorageError where the disk refuses; the file is then as it was."""
    text = Codec().dump(settings, indent=2) + "\n"
    with storage_errors():
        write_atomically(path, text.encode())
