"""What can be asked of a service about characters: to make one of a film, which may cost money, and what one is called."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.errors import (
    ClipLostError,
    JobGoneError,
    NoCharactersError,
    NoSuchCharacterError,
    RefusedError,
    SubmitError,
    speaks_of_no_model,
    speaks_of_no_money,
)
from sora_desktop.domain.evidence import Evidence, News
from sora_desktop.domain.request import Request
from sora_desktop.services import evidence as proves
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.parsing.error_envelopes import read_error
from sora_desktop.services.parsing.error_words import speak_of_no_such_route
from sora_desktop.services.parsing.http_errors import question_failure
from sora_desktop.services.wire import Answer, Call, Submitted

_UNKNOWN_CHARACTER = re.compile(
    r"(?i)character\w*[ _](\S+[ _]){0,3}?(not[ _]?found|does(n't| not) exist|is unknown)|no (such )?character|unknown[ _]character"
)
_NO_KEY = frozenset({401, 403})
_MISSING = frozenset({404, 405})


class CharacterClient(ABC):
    """A part of `VideoClient`."""

    @abstractmethod
    async def ask(self, call: Call, wire_format: str) -> Answer:
        """Whatever the service answers to a question that changes nothing. Raises the ServiceError branch."""

    @abstractmethod
    async def present(self, call: Call, wire_format: str) -> Submitted:
        """Send what may cost money, once. Raises the SubmitError branch."""

    async def make_character(self, name: str, film: Path, wire_format: str) -> Submitted:
        """Have a character made of a film, once. Raises the SubmitError branch: NoCharactersError where there are none."""
        with _of_the_route():
            return await self.present(FORMATS[wire_format].new_character(name, film), wire_format)

    async def character_name(self, remote_id: str, wire_format: str) -> str:
        """What the service calls a character, "" where it does not say. Raises the ServiceError branch."""
        answer = await self.ask(FORMATS[wire_format].character(remote_id), wire_format)
        document = next(iter(answer.documents), None)
        if not 200 <= answer.status < 300 or not isinstance(document, dict) or read_error(document) is not None:
            failure = question_failure(answer)
            raise JobGoneError(failure.detail) if answer.status in _MISSING else failure
        name = document.get("name")
        return name if isinstance(name, str) else ""


@contextmanager
def _of_the_route() -> Iterator[None]:
    """What a "not found" is about where a character is to be made: the route, and no model."""
    try:
        yield
    except RefusedError as error:
        is_missing = error.http_status in _MISSING or speak_of_no_such_route(error.said)
        if type(error) is not RefusedError or not is_missing or speaks_of_no_model(error.said):
            raise
        raise NoCharactersError(error.detail, code=error.code, http_status=error.http_status) from error


@contextmanager
def of_its_characters(request: Request) -> Iterator[None]:
    """What a "not found" is about where a request asks for characters: one of these, where its words say so."""
    try:
        yield
    except RefusedError as error:
        if not request.characters or type(error) is not RefusedError or not _UNKNOWN_CHARACTER.search(error.said):
            raise
        raise NoSuchCharacterError(error.detail, code=error.code, http_status=error.http_status) from error


def of_made(submitted: Submitted) -> Evidence:
    """What an answer without an id proves is nothing."""
    if not submitted.remote_id:
        return Evidence(News.NO_WORD)
    return Evidence(News.TAKEN, remote_id=submitted.remote_id, charge=submitted.charge)


def of_making_error(error: SubmitError) -> Evidence:
    """What became of a character that was not made, or may not have been. Nothing of it is sent again by itself."""
    evidence = replace(proves.of_submit_error(error), why=None, detail=error.detail)
    if not isinstance(error, RefusedError):
        return evidence
    if isinstance(error, NoCharactersError | ClipLostError):
        return replace(evidence, why=error.sentence)
    said = message("The service did not make this character.")
    return replace(evidence, why=said.about(error.detail, money=message("Not billed."), todo=_advice(error)))


def _advice(error: RefusedError) -> Message:
    if speaks_of_no_money(error.said) or error.http_status == 402:
        return message("Top up your account at the service, then try again.")
    if error.http_status in _NO_KEY:
        return message("Check the key of this connection, then try again.")
    return message("Try another clip or name.")
