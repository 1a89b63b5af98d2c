import pytest

from barograph.sources.logs.mining.keys import keys_of
from barograph.sources.logs.mining.signatures import Signatures
from barograph.sources.logs.mining.tokens import text_of


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("see https://example.com/a?b=c, then", "see <*>, then"),
        ("mail from ann.lee@shop.example failed", "mail from <*> failed"),
        ("lookup db.prod.internal: done", "lookup <*>: done"),
        ("class org.apache.hadoop.Foo started", "class org.apache.hadoop.Foo started"),
        ("at Mon Jul 03 09:00:55 2017 up", "at <*> up"),
        ("Jul  3 09:00:55 web-a sshd: up", "<*> sshd: up"),
        ("[21/Nov/2026:05:42:48 +0000] up", "[<*>] up"),
        ("link fe80::1ff:fecd:467f%eth0 up", "link <*> up"),
        ("mac 0a:1b:2c:dd:ee:ff up", "mac <*> up"),
        ("pci 0000:ee:1f.2 up", "pci <*> up"),
        (r"load C:\Windows\cbs.dll up", "load <*> up"),
        ("open /var/log/syslog now", "open <*> now"),
        ("GET /health HTTP", "GET <*> HTTP"),
        ("sent 5.2 KB of", "sent <*> of"),
        ("invalid user guest from", "invalid user <*> from"),
        ("user logged in", "user logged in"),
        ("Foo::bar called", "Foo:: bar called"),
    ],
)
def test_values_are_known_by_their_looks(line: str, masked: str) -> None:
    assert text_of(Signatures().of(keys_of([line])[0])) == masked
