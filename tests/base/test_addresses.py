"""What is out on the internet and what is not, as plain tables: the one guard of app and engine."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base.addresses import is_private_host, is_public_address, is_stand_in, open_addresses
from tests.support.rows import rows

PUBLIC_4 = ("93.184.215.14", "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "223.255.255.255")
PRIVATE_4 = (
    "0.0.0.0",  # noqa: S104 -- looked at, not bound to
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
)
PUBLIC_6 = ("2606:2800:21f:cb07::1", "2001:4860:4860::8888", "2a00:1450::1")
PRIVATE_6 = (
    "::",
    "::1",
    "::127.0.0.1",
    "::93.184.215.14",
    "::ffff:0:93.184.215.14",
    "64:ff9b:1::5db8:d70e",
    "100::1",
    "2001::1",
    "2001:0:5db8:d70e::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
)


def carriers(address: str) -> list[str]:
    """IPv6 addresses that lead to an IPv4 one."""
    low, high = int(IPv4Address(address)), int(IPv6Address("2606:4700::"))
    return [
        f"::ffff:{address}",
        str(IPv6Address(int(IPv6Address("64:ff9b::")) | low)),
        str(IPv6Address((0x2002 << 112) | (low << 80) | 1)),
        str(IPv6Address(high | (0x00005EFE << 32) | low)),
        str(IPv6Address(high | (0x02005EFE << 32) | low)),
    ]


@rows("address", [*PUBLIC_4, *PUBLIC_6, *carriers("93.184.215.14")])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public_address(address)
    assert not is_private_host(address)


@rows("address", [*PRIVATE_4, *PRIVATE_6, *(each for inner in PRIVATE_4 for each in carriers(inner))])
def test_an_address_elsewhere_is_not_nor_one_that_leads_to_it(address: str) -> None:
    assert not is_public_address(address)
    assert is_private_host(address)
    assert is_private_host(f"[{address}]")


@rows("text", ["", "nonsense", "example.com", "1.2.3", "0x7f.1", "1.2.3.4.5", "::g"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public_address(text)


@rows(
    "host",
    [
        "",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        "local\u00adhost",
        "localhost\u200b",
        "localhost.localdomain",
        "nas",
        "printer.local",
        "printer.local.",
        "box.lan",
        "box.home.arpa",
        "video.corp",
        "metadata.google.internal",
        "127.1",
        "127.0.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "10.1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "127．0．0．1",
        "127｡0｡0｡1",
        "1\u200b27.0.0.1",
    ],
)
def test_a_host_is_private_however_it_is_spelt(host: str) -> None:
    assert is_private_host(host)


@rows("host", ["example.com", "EXAMPLE.com.", "api.uniall.ai", "例え.jp", "local.example", "134744072"])
def test_a_host_with_a_public_name_or_number_is_not(host: str) -> None:
    assert not is_private_host(host)


@rows(
    ("found", "opened"),
    [
        (("93.184.215.14", "2606:4700::1"), ("93.184.215.14", "2606:4700::1")),
        (("93.184.215.14", "10.0.0.1"), ()),
        (("10.0.0.1",), ()),
        ((), ()),
        (("198.18.3.4",), ("198.18.3.4",)),
        (("fd00::7", "198.18.3.4", "10.0.0.1"), ("198.18.3.4",)),
    ],
)
def test_a_name_opens_public_addresses_alone_or_what_stands_in_for_them(
    found: tuple[str, ...], opened: tuple[str, ...]
) -> None:
    assert open_addresses(found) == opened


@given(st.ip_addresses())
def test_nothing_is_public_that_python_itself_knows_not_to_be(address: IPv4Address | IPv6Address) -> None:
    """Of an IPv4 address in IPv6 clothes it is asked about the inner one: about the clothes each version says another thing."""
    if is_public_address(str(address)):
        inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
        in_nat64 = address.version == 6 and str(address).startswith("64:ff9b::")
        assert inner.is_global or in_nat64
        assert not inner.is_multicast
    assert is_private_host(str(address)) is not is_public_address(str(address))
    assert not (is_stand_in(str(address)) and is_public_address(str(address)))


@given(st.text())
def test_any_text_is_a_host_or_none_without_an_error(text: str) -> None:
    assert isinstance(is_private_host(text), bool)
    assert is_public_address(text) in (True, False)
    assert not is_stand_in(text) or ip_address(text).version == 4
