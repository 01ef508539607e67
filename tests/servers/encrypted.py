"""TLS for a fake service: a certificate of this machine that nobody else trusts, good for a hundred years.

with HttpServer(handler, tls=of_server()) as server: ...
transport._tls = of_client()

EXPIRED was good until 2021, and OF_ANOTHER is made out to another name.
"""

import ssl
from pathlib import Path

_PLACE = Path(__file__).parent
GOOD, EXPIRED, OF_ANOTHER = (_PLACE / f"{name}.pem" for name in ("localhost", "expired", "elsewhere"))


def of_server(pair: Path = GOOD) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair)
    return context


def of_client(pair: Path = GOOD) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(pair)
    return context
