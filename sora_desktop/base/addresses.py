"""Which hosts and addresses are out on the public internet: one judge for app and engine. It looks nothing up."""

import socket
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by the customers of one provider
            "127.0.0.0/8",
            "168.63.129.16/32",  # the host under a machine at Azure
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",  # for documentation, like the two below
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_OPEN_6 = IPv6Network("2000::/3")
"""All that is public in IPv6 lies in here, but for IPv4 addresses in IPv6 clothes."""

_CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo and other protocols
            "2001:db8::/32",  # for documentation, like the next
            "3fff::/20",
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

_STAND_INS = IPv4Network("198.18.0.0/15")
"""What programs such as Clash, Surge and sing-box answer for every name that they carry out by themselves."""

_PRIVATE_ENDINGS = (".local", ".localhost", ".localdomain", ".internal", ".lan", ".home.arpa", ".home", ".corp")


def is_public_address(text: str) -> bool:
    """Whether an IP address is out on the internet; where it holds an IPv4 address to go on to, both of them are."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return _is_public(address)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    if address in _NAT64:
        return _is_public(_low_bits(address))
    if address.ipv4_mapped:
        return _is_public(address.ipv4_mapped)
    if address not in _OPEN_6 or any(address in network for network in _CLOSED_6):
        return False
    inner = address.sixtofour or (_low_bits(address) if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP else None)
    return inner is None or _is_public(inner)


def _low_bits(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def is_stand_in(text: str) -> bool:
    """Whether a name that led to this address is one that a program on this machine carries out by itself."""
    try:
        return ip_address(text) in _STAND_INS
    except ValueError:
        return False


def open_addresses(found: Iterable[str]) -> tuple[str, ...]:
    """Of the addresses that a name leads to those that may be connected to for a stranger's link.

    () where one of them is private. Stand-ins are taken, and nothing beside them: the address behind them is not
    known here, and without them nobody who uses such a program could fetch anything. Written in a link they are private.
    """
    addresses = tuple(found)
    stand_ins = tuple(each for each in addresses if is_stand_in(each))
    return stand_ins or (addresses if all(map(is_public_address, addresses)) else ())


def is_private_host(host: str) -> bool:
    """Whether a host is loopback, private, link-local or otherwise not on the public internet, by its form.

    Names are private where they are `localhost`, `.local` and the like, or without a dot. Addresses count however
    they are spelt: systems read `127.1` and `0x7f.1` as 127.0.0.1, and full-width digits and dots as plain ones.
    """
    name = _plain(host)
    address = _address(name)
    if address is None:
        return "." not in name or name.endswith(_PRIVATE_ENDINGS)
    return not _is_public(address)


def _plain(host: str) -> str:
    text = unicodedata.normalize("NFKC", host.strip("[]")).replace("\u3002", ".")
    return "".join(char for char in text if unicodedata.category(char) != "Cf").lower().rstrip(".")


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return None
