"""TLS for a fake service: a certificate of this machine that nobody else trusts, good for a hundred years.

with HttpServer(handler, tls=of_server()) as server: ...
transport._tls = of_client()
"""

import ssl
from pathlib import Path

_PAIR = Path(__file__).parent / "localhost.pem"


def of_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_PAIR)
    return context


def of_client() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(_PAIR)
    return context
