"""The kind of service: the question that settles most of the others."""

from collections.abc import Sequence

from sora_desktop.domain.connection import Connection, new_connection
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.domain.presets import PRESETS, Preset, preset_of
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import tr


class KindField(FormRow[ChoiceBox[str]]):
    """Its value is the id of a preset, "" for something else."""

    def __init__(self) -> None:
        super().__init__(tr(text.CONNECTION_KIND), ChoiceBox[str](()))
        self._formats: Sequence[FormatFacts] = ()

    @property
    def preset(self) -> Preset | None:
        """None for something else, and for a kind that nobody knows."""
        return preset_of(self.field.value)

    def know(self, formats: Sequence[FormatFacts]) -> None:
        """Take the formats that this version speaks: kinds of others are not offered."""
        self._formats = formats

    def offers(self, preset_id: str) -> bool:
        return any(each.id == preset_id for each in self._known())

    def show_kind(self, shown: str) -> None:
        """Offer the kinds there are, and show one; one that only a newer version knows is shown by its id."""
        known = [Choice(each.id, each.label, each.help) for each in self._known()]
        strange = [] if not shown or self.offers(shown) else [Choice(shown, shown, "")]
        other = Choice("", text.CONNECTION_KIND_OTHER, text.CONNECTION_KIND_OTHER_HELP)
        self.field.offer((*known, *strange, other))
        self.field.choose(shown)

    def id_for(self, facts: FormatFacts) -> str:
        """The kind of a connection of this format; one that only a newer version knows stays as it is."""
        preset = self.preset
        return self.field.value if preset is None or preset.format == facts.id else ""

    def as_new(self, facts: FormatFacts) -> Connection:
        """A connection of this format, and of the chosen kind where that speaks it, before a person says anything."""
        new, preset = new_connection(facts), self.preset
        return preset.connection(new) if preset and preset.format == facts.id else new

    def as_it_was(self, connection: Connection) -> Connection:
        """A connection of the same kind before a person says anything; itself where nobody knows its format."""
        facts = next((each for each in self._formats if each.id == connection.format), None)
        if facts is None:
            return connection
        new, preset = new_connection(facts), preset_of(connection.preset)
        return preset.connection(new) if preset and preset.format == facts.id else new

    def unsaid(self) -> Connection:
        """What an empty form shows: the first kind there is."""
        kind = next(iter(self._known()), None)
        if kind is not None:
            return kind.connection(new_connection(next(each for each in self._formats if each.id == kind.format)))
        return new_connection(self._formats[0]) if self._formats else Connection(id="", name="", base_url="")

    def _known(self) -> list[Preset]:
        spoken = {each.id for each in self._formats}
        return [each for each in PRESETS if each.format in spoken]
