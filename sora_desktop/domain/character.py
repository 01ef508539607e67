"""A character: what a service has made of a clip, to be seen in others whose words name it. And what may go wrong with it.

It is known to the service that made it, and to no other. Making one may cost money: what became of that is told by
`evidence`, as for a job.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sora_desktop.base.sentences import Foreign, Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import Charge, Settling
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.evidence import Evidence, News, bill_of
from sora_desktop.domain.job import Billed
from sora_desktop.domain.outcomes import MAYBE_BILLED
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.service_ref import Service, mark_of
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.wire_options import WireOptions

NAME_LIMIT = 80
"""Characters of a name, as the format has it."""


class CharacterState(StrEnum):
    """MAKING it was sent, or is about to be. UNKNOWN nobody said what became of it. REFUSED there is none."""

    MAKING = "making"
    READY = "ready"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Character:
    """`id` is ours, `remote_id` its service's, "" where that told none. `name` is what the service was told, and what a
    prompt calls it by; `label` is what a person calls it here, "" where that is the same.

    `service` is `mark_of` the one that has it, `connection_name` what that was called. `source` is the file that it was
    made of, by its name alone, and `clip_id` the clip, "" for another file or where its id was entered by hand.
    `reason` says what became of it where it is not ready; `answer` is what came back that has no id, keys hidden.
    `has_no_route`: the service has no place where characters are made. `removed`: a person took it off the list.
    """

    id: str
    name: str
    service: str
    connection_id: str
    connection_name: str
    created_at: datetime
    state: CharacterState = CharacterState.MAKING
    remote_id: str = ""
    label: str = ""
    source: str = ""
    clip_id: str = ""
    cost: Cost = Cost(None)
    bill: Billed = Billed.NO
    charge: Charge = Charge()
    reason: Message | None = None
    answer: str = field(default="", repr=False)
    has_no_route: bool = False
    removed: bool = False

    @property
    def title(self) -> str:
        """What a person knows it by."""
        return self.label or self.name

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked for."""
        return self.state is CharacterState.READY and not self.removed

    @property
    def shown(self) -> ShownCharacter:
        """It as a request names it."""
        return ShownCharacter(self.remote_id, self.name, self.service, self.connection_name)


_NO_SETTLING = Settling()
_STATES = {
    News.TAKEN: CharacterState.READY,
    News.NOT_SENT: CharacterState.REFUSED,
    News.LATER: CharacterState.REFUSED,
    News.REFUSED: CharacterState.REFUSED,
    News.NO_WORD: CharacterState.UNKNOWN,
}
_NOTHING_BILLED = message("Nothing is billed.")
_UNKNOWN_CHARGE = message("No charge is known so far.")
_REASONS = {
    News.NOT_SENT: message("The service can't be reached, so the character was not made.").about(
        money=message("Nothing was sent, and nothing is billed."), todo=message("Try again later.")
    ),
    News.LATER: message("The service is busy and did not make the character.").about(
        money=_UNKNOWN_CHARGE, todo=message("Try again later.")
    ),
    News.NO_WORD: message("The service may have made this character, but sent no clear answer.").about(
        money=message(MAYBE_BILLED),
        todo=message(
            "It is not sent again automatically. If you find its id at the service, enter it in the list of characters."
        ),
    ),
}


def after(character: Character, evidence: Evidence, at: datetime, settling: Settling = _NO_SETTLING) -> Character:
    """A character after what the answer to its making proves, which came at `at` (UTC)."""
    bill, charge = bill_of(evidence.news, character.bill, free=character.cost.free), character.charge
    if evidence.charge is not None:
        told = evidence.charge.counted_in(settling, character.cost.currency)
        bill = bill_of(News.SETTLED, bill, free=character.cost.free) if told.amount > 0 else bill
        charge = charge.with_settlement(told, at)
    return replace(
        character,
        state=_STATES[evidence.news],
        remote_id=evidence.remote_id or character.remote_id,
        bill=bill,
        charge=charge,
        reason=None if evidence.news is News.TAKEN else _reason(evidence, free=character.cost.free),
        answer=evidence.answer,
    )


def _reason(evidence: Evidence, *, free: bool) -> Message:
    """What became of one that is not there, in words."""
    said = _REASONS.get(evidence.news)
    if evidence.why is not None or said is None:
        return evidence.why or _REASONS[News.NO_WORD]
    detail = evidence.detail if isinstance(evidence.detail, Message) else Foreign(evidence.detail)
    return said.about(detail, money=_NOTHING_BILLED if free else said.money, todo=said.todo)


def interrupted(character: Character, at: datetime) -> Character:
    """One that a start finds being made: it may have arrived, so it is never sent again."""
    return after(character, Evidence(News.NO_WORD), at)


def character_cost(connection: Connection) -> Cost:
    """Nobody lists what a character costs: it is free where nothing is billed, and unknown elsewhere."""
    currency, free = connection.prices.currency, connection.prices.free
    return Cost(Decimal(0) if free else None, currency, free=free)


def name_problem(name: str) -> Message | None:
    """What is wrong with the name of a new one; None where it may be sent."""
    if not name.strip():
        return message("Give the character a name: a prompt calls it by that.")
    if len(name.strip()) > NAME_LIMIT or not name.strip().isprintable():
        return message("A name has at most {limit} characters, in one line.", limit=NAME_LIMIT)
    return None


def takes_characters(connection: Connection, options: WireOptions | None = None) -> bool:
    """Whether characters can be made and asked for there; `options` are those of a model, where it has its own."""
    return bool(connection.body.characters_in) and (options or connection.wire).characters


def makes_characters(connection: Connection, known: Iterable[Character]) -> bool:
    """Whether one may be made there: a service that said once that it has no way to is not asked again."""
    mark = mark_of(connection)
    has_none = any(each.has_no_route and not each.removed for each in known if each.service == mark)
    return takes_characters(connection) and not has_none


def of_service(service: Service, known: Iterable[Character]) -> Iterator[Character]:
    """Those that can be asked for there, in the order of `known`."""
    mark = mark_of(service)
    return (each for each in known if each.service == mark and each.is_ready)


def unnamed(prompt: str, shown: Sequence[ShownCharacter]) -> tuple[ShownCharacter, ...]:
    """Those of these that a prompt does not name: a service shows them by their names."""
    words = prompt.casefold()
    return tuple(each for each in shown if each.name and each.name.casefold() not in words)
