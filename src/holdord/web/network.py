"""Who asks, as the network tells."""

from ipaddress import IPv6Address, ip_address, ip_network


def client_at(told: str) -> str:
    """Whom an address stands for: of IPv6 the /64, for one household has all of it (RFC 6177)."""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return told
