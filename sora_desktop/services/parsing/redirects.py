"""When a service sends a request on to another place of its own, and which ones may be followed with the key.

Nothing that carries a key ever goes to another origin. Servers behind a front that ends TLS often name themselves
wrongly (http, or another port) where they only want a slash at the end: those are asked at the address that is known.
"""

from urllib.parse import urljoin, urlsplit

from sora_desktop.base.url_guard import UnsafeUrlError, origin

HOP_LIMIT = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_AS_IT_IS = frozenset({307, 308})


def as_encrypted(url: str, home: str) -> str:
    """`url` as it is to be opened, where `home` is spoken to over https: what ends TLS for it names it by http."""
    try:
        there, here = urlsplit(url), urlsplit(home)
    except ValueError:
        return url
    if (there.scheme, here.scheme) != ("http", "https") or "@" in there.netloc:
        return url
    is_home = there.hostname == here.hostname
    netloc = here.netloc if is_home else there.netloc.removesuffix(":80")
    return there._replace(scheme="https", netloc=netloc).geturl()


def next_place(method: str, url: str, status: int, location: str) -> str | None:
    """Where to ask again for an answer with this status and place; None where that is not to be done.

    Only where nothing but a slash at the end of the path is another; a question also below another prefix of the same
    origin. Anywhere else, such as a page to log in, the answer would not be about what was asked.
    """
    if status not in (_MOVED if method == "GET" else _AS_IT_IS) or not location:
        return None
    try:
        target = as_encrypted(urljoin(url, location).partition("#")[0], url)
        at_home = origin(target) == origin(url)
        here, there = urlsplit(url), urlsplit(target)
    except (UnsafeUrlError, ValueError):
        return None
    old, new = here.path.rstrip("/"), there.path.rstrip("/")
    if here.query != there.query or here.path == there.path:
        return None
    if old == new and here.hostname == there.hostname:
        return here._replace(path=there.path).geturl()
    return target if at_home and method == "GET" and new.endswith(old) else None
