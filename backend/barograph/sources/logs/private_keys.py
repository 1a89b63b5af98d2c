"""Private keys whose rows came as lines of their own: known by the line that begins the key."""

import re

__all__ = ["MASKED_KEY", "PRIVATE_KEY", "mask_rows_of_keys"]

MASKED_KEY = "<private key>"
_KIND = r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
PRIVATE_KEY = re.compile(rf"-----BEGIN {_KIND}[\s\S]*?(?:-----END {_KIND}|\Z)")
_BEGIN, _END = re.compile(rf"-----BEGIN {_KIND}"), re.compile(rf"-----END {_KIND}")
_ROW = re.compile(r"(?<!\S)(?:[A-Za-z0-9+/]{40,128}={0,2}|[A-Za-z0-9+/]{2,128}={1,2})(?=\s*$)")
_LAST_ROW = re.compile(r"(?<!\S)[A-Za-z0-9+/]{1,128}={0,2}(?=\s*$)")
_MOST_ROWS = 500


def mask_rows_of_keys(lines: list[str]) -> None:
    """Replace what looks like a row of a key, from the line that begins one to the line that ends it.

    Lines of others may stand between, so a short row is known only by its ``=`` or by the end that follows.

    >>> rows = ["-----BEGIN PRIVATE KEY-----", "MIIEow==", "ready", "kQ7", "-----END PRIVATE KEY-----"]
    >>> mask_rows_of_keys(rows)
    >>> rows[1:4]
    ['<private key>', 'ready', '<private key>']
    """
    rows_left = 0
    for place, line in enumerate(lines):
        if rows_left and _END.search(line):
            lines[place - 1] = _LAST_ROW.sub(MASKED_KEY, lines[place - 1])
            rows_left = 0
        elif rows_left:
            lines[place] = _ROW.sub(MASKED_KEY, line)
            rows_left -= 1
        if "-----BEGIN" in line and _BEGIN.search(line) and not _END.search(line):
            rows_left = _MOST_ROWS
