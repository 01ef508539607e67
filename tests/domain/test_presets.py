"""Each kind of server that the app knows."""

from dataclasses import replace

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.presets import PRESETS, Preset, preset_of
from sora_desktop.services.formats import FORMATS
from sora_desktop.store.codec import Codec
from sora_desktop.store.connection_changes import changes_of, whole_of
from sora_desktop.studio.connections.new_connections import connection_as_new
from tests.support.rows import rows

SPOKEN = [preset for preset in PRESETS if preset.format in FORMATS]


def test_their_ids_are_those_that_the_environment_may_name() -> None:
    known = ["uniall", "openai-videos", "new-api", "litellm", "vllm-omni", "sglang"]
    known += ["openrouter", "llmgateway", "merge", "evolink", "engine"]

    assert known == [preset.id for preset in PRESETS]
    assert preset_of("of-tomorrow") is None


def test_each_format_is_a_preset_too_so_that_an_older_word_keeps_its_meaning() -> None:
    assert set(FORMATS) <= {preset.id for preset in PRESETS}
    assert all(preset.format == preset.id for preset in PRESETS if preset.id in FORMATS)


@rows("preset", SPOKEN, ids=lambda preset: preset.id)
def test_a_new_connection_is_as_its_preset_has_it(preset: Preset) -> None:
    new = connection_as_new(preset.id)

    assert (preset.id, preset.format, preset.wire, preset.models) == (new.preset, new.format, new.wire, new.models)
    assert preset.capabilities == new.capabilities
    assert preset.local_image in FORMATS[preset.format].facts.pictures.local


@rows("preset", SPOKEN, ids=lambda preset: preset.id)
def test_of_a_connection_only_what_differs_from_its_preset_is_stored(preset: Preset) -> None:
    codec, new = Codec(), connection_as_new(preset.id)
    stored = changes_of(new, codec, connection_as_new)

    assert {"id", "name", "base_url", "format", "preset", "key_place", "key_mark"} == set(stored)
    whole, unread = whole_of(stored, codec, connection_as_new)
    read = replace(codec.structure(whole, Connection), pictures=new.pictures, body=new.body, file_body=new.file_body)
    assert (new, False) == (read, bool(unread))
