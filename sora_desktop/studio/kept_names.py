"""The lists of named things that a studio has, each with what is told of it."""

from sora_desktop.base.sentences import message
from sora_desktop.domain.events import PresetsChanged, SnippetsChanged
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store.named_list import NamedList
from sora_desktop.store.paths import Paths
from sora_desktop.store.upgrades import PRESET, SNIPPET
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.named_things import NamedThings, Told
from sora_desktop.studio.removals import Removals

_PRESETS = Told[FormPreset](
    PresetsChanged,
    lambda name: message("The preset “{name}” is removed.", name=name),
    lambda name: message("The preset “{name}” is updated.", name=name),
)
_SNIPPETS = Told[Snippet](
    SnippetsChanged,
    lambda name: message("The snippet “{name}” is removed.", name=name),
    lambda name: message("The snippet “{name}” is updated.", name=name),
)


def kept_presets(paths: Paths, event_bus: EventBus, removals: Removals) -> NamedThings[FormPreset]:
    return NamedThings(NamedList(paths.presets, paths.root, FormPreset, PRESET), _PRESETS, event_bus, removals)


def kept_snippets(paths: Paths, event_bus: EventBus, removals: Removals) -> NamedThings[Snippet]:
    return NamedThings(NamedList(paths.snippets, paths.root, Snippet, SNIPPET), _SNIPPETS, event_bus, removals)
