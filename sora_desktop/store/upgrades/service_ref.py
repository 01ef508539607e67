"""A job keeps what leads to its service, where it kept a whole connection with its models and prices."""

from sora_desktop.store.upgrades.history import Plain

_KEPT = (
    "id",
    "name",
    "base_url",
    "format",
    "kind",
    "concurrency",
    "deadline_seconds",
    "submissions_per_minute",
    "lists_jobs",
    "honours_idempotency_keys",
    "can_cancel",
    "key_place",
    "key_mark",
)


def job_keeps_a_service_ref(plain: Plain) -> Plain:
    """`connection` becomes `service`; the model of the job stands in its request, as it always did."""
    job = {name: value for name, value in plain.items() if name != "connection"}
    if "service" not in job:
        connection = plain["connection"]
        job["service"] = {name: connection[name] for name in _KEPT if name in connection}
    return job
