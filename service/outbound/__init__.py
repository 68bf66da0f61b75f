"""Requests to other servers, none of which reaches a machine that is nobody else's business.

A URL comes from a stranger, and our network trusts us: so each name is resolved once, every
address of it is checked, and the connection goes to the address that was checked.
"""

from service.outbound.client import OutboundClient
from service.outbound.policy import OutboundPolicy

__all__ = ["OutboundClient", "OutboundPolicy"]
