"""Why the server closes a socket: one code each, and what the client should do."""

from enum import IntEnum

__all__ = ["CloseCode"]


class CloseCode(IntEnum):
    """Codes of RFC 6455 below 4000, ours from 4000 on."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    NOT_TEXT = 1003
    NOT_UTF8 = 1007
    TOO_BIG = 1009
    TRY_AGAIN = 1013
    TOO_SLOW = 4000
    SILENT = 4001
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    TOO_MANY_CLIENTS = 4429
    TOO_MANY_MESSAGES = 4430
