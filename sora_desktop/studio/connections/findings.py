"""What the answers of a service to free questions mean, in words. No I/O here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from sora_desktop.base.addresses import is_private_host
from sora_desktop.base.sentences import N_, Foreign, Message, message, plural, together
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.errors import ServiceError, UnreachableError, WrongFormatError, WrongKeyError
from sora_desktop.domain.told import Told
from sora_desktop.services.formats import facts_of
from sora_desktop.services.http.network_errors import BadCertificate, Fault, bad_certificate, fault_of
from sora_desktop.services.parsing.error_envelopes import error_of, is_web_page
from sora_desktop.services.parsing.http_errors import is_shield, look_failure
from sora_desktop.services.parsing.timestamps import served_at
from sora_desktop.services.wire import Answer

Heard = Answer | ServiceError
"""What came of a question: an answer, whatever it says, or why there is none."""


class Checks(StrEnum):
    """Who was seen to check the key: LIST the list of models. PROBE the question about a job. NOBODY answers are as good
    without one. UNKNOWN there was no good answer.
    """

    LIST = "list"
    PROBE = "probe"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


_CLOCKS_MAY_DIFFER = timedelta(minutes=1)
_NO_ROUTE = frozenset({404, 501})
_LITELLMS_WORDS = "no connected db"
_NO_DATABASE = N_("LiteLLM without a database says that to every key but its master key.")
_NOTHING_ANSWERS = message("Not tried: nothing answers.")
_NO_FORMAT_NO_TRY = message("Not tried: the format isn't right.")
_NO_KEY_NO_TRY = message("Not tried: the key isn't accepted.")
_ACCEPTED = message("The key is accepted.")
_NOBODY_CHECKS = message("Without a key it answers just the same, so nothing shows whether yours is right.")
_PASSED_ON = message("Not tried: what it is asked about a job it asks the services behind it.")


_NOT_REACHED = {
    Fault.PROXY: message("Not reached: the proxy of your system is in the way."),
    Fault.CERTIFICATE: message("Something answers, but not safely."),
}
_CERTIFICATE_TODO = {
    BadCertificate.EXPIRED: message("Whoever runs the service has to renew it."),
    BadCertificate.NOT_YET: message("Check the clock of this computer."),
    BadCertificate.NOT_TRUSTED: message("If the service is your own, add it to those that your system trusts."),
    BadCertificate.OTHER_NAME: message("Use the address that the certificate is made out to."),
}
_ASK_OPERATOR = message("Whoever runs the service has to mend it.")
_OR_HTTP = message("On your own network its http address will do, if it has one.")


def reachable(heard: Heard) -> Finding:
    """Whether anything answers, and whether it is the service."""
    if isinstance(heard, UnreachableError) and (why := _NOT_REACHED.get(fault_of(heard))):
        return Finding(Check.REACHABLE, Verdict.NOT_TRIED, why)
    if isinstance(heard, UnreachableError):
        todo = message("Check the address and your network. Is the service running?")
        words = message("The service can't be reached.").about(heard.detail, todo=todo)
        return Finding(Check.REACHABLE, Verdict.BAD, words)
    if isinstance(heard, Answer) and is_shield(heard):
        what = message("A protection page answers in place of the service (HTTP {status}).", status=heard.status)
        todo = message("Ask the operator to let programs in, or use the address meant for them.")
        return Finding(Check.REACHABLE, Verdict.BAD, what.about(todo=todo))
    return Finding(Check.REACHABLE, Verdict.OK, message("The service answers."))


def encrypted(base_url: str, heard: Heard) -> Finding:
    """What can be read on the way."""
    parts = urlsplit(base_url)
    if isinstance(heard, UnreachableError) and fault_of(heard) is Fault.CERTIFICATE:
        todo = _CERTIFICATE_TODO.get(bad_certificate(heard) or BadCertificate.OTHER, _ASK_OPERATOR)
        more = (_OR_HTTP,) if is_private_host(parts.hostname or "") else ()
        words = message("The connection isn't safe, so nothing is sent.").about(heard.detail, more=(todo, *more))
        return Finding(Check.TLS, Verdict.BAD, words)
    if parts.scheme == "http" and is_private_host(parts.hostname or ""):
        return Finding(Check.TLS, Verdict.OK, message("Not encrypted, but it stays on your own network."))
    if parts.scheme == "http":
        todo = message("Use its https address if it has one.")
        words = message("Your key and prompts travel unencrypted.").about(todo=todo)
        return Finding(Check.TLS, Verdict.CAREFUL, words)
    if isinstance(heard, UnreachableError):
        return Finding(Check.TLS, Verdict.NOT_TRIED, _NOTHING_ANSWERS)
    return Finding(Check.TLS, Verdict.OK, message("Encrypted, with a valid certificate."))


def through_proxy(heard: Heard, *, proxied: bool) -> Finding:
    """Whether the proxy of this machine's settings lets it through."""
    if isinstance(heard, UnreachableError) and fault_of(heard) is Fault.PROXY:
        todo = message("Correct it in your system's settings, or add the service to its exceptions.")
        detail = (
            heard.detail if isinstance(heard.detail, Message) else message("The proxy of your system is in the way.")
        )
        words = together((detail, todo))
        return Finding(Check.PROXY, Verdict.BAD, words)
    if proxied:
        return Finding(Check.PROXY, Verdict.OK, message("Requests go through the proxy of your system."))
    return Finding(Check.PROXY, Verdict.OK, message("No proxy stands between."))


def clock(heard: Heard, now: datetime) -> Finding:
    """Whether links that are good for a while mean the same while here and there."""
    shown = served_at(heard.headers) if isinstance(heard, Answer) else None
    if shown is None:
        return Finding(Check.CLOCK, Verdict.NOT_TRIED, message("The service doesn't tell its time."))
    if abs(shown - now) <= _CLOCKS_MAY_DIFFER:
        return Finding(Check.CLOCK, Verdict.OK, message("Its clock and yours agree."))
    minutes = round(abs(shown - now).total_seconds() / 60)
    words = plural(
        "Its clock and yours differ by {count} minute.", "Its clock and yours differ by {count} minutes.", minutes
    )
    todo = message("Check the clock of this computer. Links may seem expired too early or too late.")
    return Finding(Check.CLOCK, Verdict.CAREFUL, words.about(todo=todo))


def key(connection: Connection, heard: Heard, probe: ServiceError | None, checks: Checks) -> Finding:
    """Whether the key opens the door; `probe` is what the format makes of the answer to its own question.

    A list that opens with the key alone outweighs that answer, which may be the word of another service.
    """
    if checks is Checks.LIST:
        return Finding(Check.KEY, Verdict.OK, _ACCEPTED)
    failures = (_failure(heard), probe)
    wrong = next((each for each in failures if isinstance(each, WrongKeyError)), None)
    keyless = connection.key_place is KeyPlace.NOT_NEEDED
    if wrong is not None:
        what = message("The service wants a key.") if keyless else message("The service doesn't accept the key.")
        with_key = message("Copy the whole key again and paste it.")
        todo = message("Untick “The service needs no key”, and paste the key.") if keyless else with_key
        more = (message(_NO_DATABASE),) if _LITELLMS_WORDS in str(wrong.detail).lower() else ()
        return Finding(Check.KEY, Verdict.BAD, what.about(wrong.detail, more=more, todo=todo))
    if isinstance(heard, UnreachableError):
        return Finding(Check.KEY, Verdict.NOT_TRIED, _NOTHING_ANSWERS)
    if checks is Checks.NOBODY and not keyless:
        return Finding(Check.KEY, Verdict.NOT_TRIED, _NOBODY_CHECKS)
    if probe is not None and not is_good(heard):
        return Finding(Check.KEY, Verdict.NOT_TRIED, message("Not tried: no answer shows whether the key is right."))
    words = message("No key is needed.") if keyless else _ACCEPTED
    return Finding(Check.KEY, Verdict.OK, words)


def routes(answers: Mapping[str, Heard], paths: Mapping[str, str], wire_format: str, *, key_is_wrong: bool) -> Finding:
    """Where it takes new jobs. `answers` by path, `paths` are those of new jobs, by format."""
    if key_is_wrong:
        return Finding(Check.ROUTES, Verdict.NOT_TRIED, _NO_KEY_NO_TRY)
    there = {name: path for name, path in paths.items() if has_route(answers.get(path))}
    if wire_format in there:
        words = message("It takes new jobs at {path}.", path=there[wire_format])
        return Finding(Check.ROUTES, Verdict.OK, words)
    if there:
        named = ", ".join(there.values())
        own = paths.get(wire_format, "")
        words = message("It takes new jobs at {path}, and shows no sign of {own}.", path=named, own=own)
        return Finding(Check.ROUTES, Verdict.CAREFUL, words)
    words = message("The service doesn't say where it takes new jobs. The first job will show it.")
    return Finding(Check.ROUTES, Verdict.NOT_TRIED, words)


def wire_format(
    connection: Connection,
    answers: Sequence[Heard],
    probe: ServiceError | None,
    others: Sequence[str],
    *,
    key_is_wrong: bool,
    is_asked: bool = True,
) -> Finding:
    """Whether it answers as this format does. `others` are the formats whose routes it has, where it lacks the own one.
    `is_asked`: whether there was a question that shows it.
    """
    facts = facts_of(connection.format)
    own = message(facts.label) if facts else Foreign(connection.format)
    if any(isinstance(each, Answer) and is_web_page(each) and not is_shield(each) for each in answers):
        todo = message("Look for “base URL” in the service's documentation: it often begins with “api.”.")
        words = message("A web page answers here, not a service for programs.").about(todo=todo)
        return Finding(Check.FORMAT, Verdict.BAD, words)
    if others and not key_is_wrong:
        other = facts_of(others[0])
        label = message(other.label) if other else Foreign(others[0])
        todo = message("Choose {format} under “Advanced”.", format=label)
        words = message("It speaks {format}, not {own}.", format=label, own=own).about(todo=todo)
        return Finding(Check.FORMAT, Verdict.BAD, words)
    if key_is_wrong or not is_asked or isinstance(probe, WrongKeyError):
        return Finding(Check.FORMAT, Verdict.NOT_TRIED, _NO_KEY_NO_TRY if key_is_wrong else _PASSED_ON)
    if probe is None:
        return Finding(Check.FORMAT, Verdict.OK, message("It answers as {format} does.", format=own))
    if isinstance(probe, WrongFormatError):
        todo = message("Check the address, or choose another format under “Advanced”.")
        words = message("It doesn't answer as {format} does.", format=own).about(probe.detail, todo=todo)
        return Finding(Check.FORMAT, Verdict.BAD, words)
    words = message("It was too busy to tell.").about(probe.detail)
    return Finding(Check.FORMAT, Verdict.NOT_TRIED, words)


def models(connection: Connection, told: Told | ServiceError, *, format_is_wrong: bool = False) -> Finding:
    """Whether it lists the models that are used."""
    if isinstance(told, WrongKeyError):
        return Finding(Check.MODELS, Verdict.NOT_TRIED, _NO_KEY_NO_TRY)
    if isinstance(told, ServiceError) and format_is_wrong:
        return Finding(Check.MODELS, Verdict.NOT_TRIED, _NO_FORMAT_NO_TRY)
    if isinstance(told, ServiceError):
        todo = message("Enter their ids yourself under “Models”.")
        return Finding(Check.MODELS, Verdict.CAREFUL, message("Its models can't be listed.").about(todo=todo))
    listed = {model.id for model in (*told.models, *told.doubtful)}
    if not listed:
        todo = message("Enter their ids yourself under “Models”.")
        return Finding(Check.MODELS, Verdict.CAREFUL, message("Its list of models is empty.").about(todo=todo))
    count = len(told.offered)
    words = plural("It lists {count} model.", "It lists {count} models.", count)
    own = [model.id for model in connection.models]
    if own and not listed & set(own):
        todo = message("Choose “Refresh models”.")
        more = (message("None of those that you use is among them."),)
        return Finding(Check.MODELS, Verdict.CAREFUL, words.about(more=more, todo=todo))
    return Finding(Check.MODELS, Verdict.OK, words)


def job_list(connection: Connection, failure: ServiceError | None, *, format_is_wrong: bool = False) -> Finding:
    """Whether a lost job can be found again."""
    if failure is None:
        return Finding(Check.LIST, Verdict.OK, message("It lists its jobs, so a lost one is found again."))
    if isinstance(failure, WrongKeyError) or format_is_wrong:
        return Finding(Check.LIST, Verdict.NOT_TRIED, _NO_FORMAT_NO_TRY if format_is_wrong else _NO_KEY_NO_TRY)
    if not isinstance(failure, WrongFormatError):
        return Finding(Check.LIST, Verdict.NOT_TRIED, message("It was too busy to tell.").about(failure.detail))
    words = message("It has no list of its jobs. One whose answer gets lost has to be looked up at the service.")
    if connection.lists_jobs:
        words = words.about(todo=message("Untick “The service has a list of its jobs” under “Advanced”."))
    return Finding(Check.LIST, Verdict.CAREFUL if connection.lists_jobs else Verdict.OK, words)


def deletion(connection: Connection) -> Finding:
    """Nothing is deleted to find out."""
    said = (
        message("Not tried: nothing is deleted for a test. “The service can cancel a job” is ticked under “Advanced”.")
        if connection.can_cancel
        else message("Not tried: nothing is deleted for a test. “The service can cancel a job” is not ticked.")
    )
    return Finding(Check.DELETE, Verdict.NOT_TRIED, said)


def ranges(takes: bool | None, listed: Finding, *, has_list: bool) -> Finding:
    """Whether a download goes on where it stopped. None where there is no clip to try it with, as `listed` tells."""
    if takes is None:
        without_list = message("Not tried: without a list of its jobs there is no finished clip to try it with.")
        words = message("Not tried: there is no finished clip in its list.") if has_list else without_list
        return Finding(Check.RANGE, Verdict.NOT_TRIED, listed.words if listed.verdict is Verdict.NOT_TRIED else words)
    if takes:
        return Finding(Check.RANGE, Verdict.OK, message("A download goes on where it stopped."))
    words = message("A download that breaks off begins again from the start.")
    return Finding(Check.RANGE, Verdict.CAREFUL, words)


def compression(*heard: Heard) -> Finding:
    """Whether it leaves its answers as they were asked for."""
    codings = [each.headers.get("content-encoding", "").lower() for each in heard if isinstance(each, Answer)]
    named = next((each for each in codings if each not in ("", "identity")), "")
    if not codings:
        return Finding(Check.COMPRESSION, Verdict.NOT_TRIED, _NOTHING_ANSWERS)
    if named:
        words = message(
            "It compresses its answers unasked ({coding}). Sora Desktop reads them all the same.", coding=named
        )
        return Finding(Check.COMPRESSION, Verdict.CAREFUL, words)
    return Finding(Check.COMPRESSION, Verdict.OK, message("It sends its answers plain, as asked."))


def not_tried(check: Check) -> Finding:
    """What nobody could ask."""
    return Finding(check, Verdict.NOT_TRIED, _NOTHING_ANSWERS)


def is_good(heard: Heard) -> bool:
    """Whether it is an answer that holds what was asked for."""
    if not isinstance(heard, Answer) or is_web_page(heard):
        return False
    return 200 <= heard.status < 300 and error_of(heard) is None


def _failure(heard: Heard) -> ServiceError | None:
    """What an answer about no job, or the lack of one, says against the service."""
    if isinstance(heard, ServiceError):
        return heard
    if is_good(heard):
        return None
    failure = look_failure(heard)
    return failure if isinstance(failure, WrongKeyError) else None


def wants_key(heard: Heard) -> bool:
    """Whether it says that there is no key, or a wrong one."""
    return isinstance(_failure(heard), WrongKeyError)


def has_route(heard: Heard | None) -> bool:
    """Whether there is something at the place of new jobs, asked in a way that makes none."""
    if not isinstance(heard, Answer) or is_web_page(heard):
        return False
    return heard.status not in _NO_ROUTE and not 300 <= heard.status < 400 and heard.status < 500
