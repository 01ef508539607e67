"""What a connection to a server of some kind has, for a test that saves one."""

from typing import Any

from sora_desktop.domain.connection import new_connection
from sora_desktop.domain.presets import preset_of
from sora_desktop.services.formats import FORMATS


def as_preset(preset_id: str) -> dict[str, Any]:
    """The fields of a connection that this preset settles; its models are those of the test."""
    preset = preset_of(preset_id)
    assert preset is not None
    made = preset.connection(new_connection(FORMATS[preset.format].facts))
    names = (
        "preset",
        "format",
        "local_image",
        "wire",
        "lists_jobs",
        "can_cancel",
        "honours_idempotency_keys",
        "prices",
        "settling",
    )
    return {name: getattr(made, name) for name in names}
