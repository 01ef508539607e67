"""Requests that change a clip."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.connection import Connection, engine_connection
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.services.formats import FORMATS


def with_ways(connection: Connection) -> Connection:
    """As the registry hands it out: with what its format can say."""
    facts = FORMATS[connection.format].facts
    return replace(connection, pictures=facts.pictures, body=facts.body)


def change_of(
    change: Change,
    *,
    model: VideoModel = CATALOG[0],
    connection: Connection | None = None,
    remote_id: str = "video_1",
    path: Path = Path("/clips/fox.mp4"),
    **changes: Any,
) -> Request:
    """Of a clip of four seconds that this connection made, the engine's where none is named."""
    made_by = connection or engine_connection()
    source = SourceClip(
        change=change,
        clip_id="clip",
        remote_id=remote_id,
        service=mark_of(made_by),
        connection_name=made_by.name,
        path=path,
        model=model.id,
        size=model.sizes[0],
        seconds=4,
        prompt="A fox",
    )
    whole = Request("at night", model, model.sizes[0], 4, source=source)
    return replace(whole, **changes)
