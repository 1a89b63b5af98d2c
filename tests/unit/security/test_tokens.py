import pytest

from barograph.errors import Unauthenticated
from barograph.security import Identity, Role
from barograph.security.tokens import LiveTickets, TokenProvider, TokenSigner

EDITOR = Identity("key:3f2a", "deployer", Role.EDITOR, "team-a", "key")


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Claimed:
    def __init__(self) -> None:
        self.ids: set[str] = set()

    def __call__(self, ticket_id: str, expires_ms: int) -> bool:
        is_new = ticket_id not in self.ids
        self.ids.add(ticket_id)
        return is_new


def test_a_token_brings_back_who_it_was_made_for() -> None:
    signer = TokenSigner(b"secret", Clock())
    headers = {"Authorization": f"Bearer {signer.sign(EDITOR)}"}
    assert TokenProvider(signer).identify(headers) == EDITOR


@pytest.mark.parametrize("subject", ["grafana:1:user:2", "local", "key:a"])
def test_the_subject_tells_where_somebody_comes_from(subject: str) -> None:
    signer = TokenSigner(b"secret", Clock())
    identity = signer.read(signer.sign(Identity(subject, "x", Role.VIEWER))).identity
    assert identity.source == subject.split(":", maxsplit=1)[0]


def test_a_token_ends() -> None:
    clock = Clock()
    signer = TokenSigner(b"secret", clock)
    text = signer.sign(EDITOR, seconds=60)
    clock.now += 60
    with pytest.raises(Unauthenticated, match="too old"):
        signer.read(text)


def test_a_token_of_another_key_is_refused() -> None:
    text = TokenSigner(b"other", Clock()).sign(EDITOR)
    with pytest.raises(Unauthenticated, match="not one of ours"):
        TokenSigner(b"secret", Clock()).read(text)


def test_a_ticket_is_no_token_and_a_token_is_no_ticket() -> None:
    signer = TokenSigner(b"secret", Clock())
    tickets = LiveTickets(signer, Claimed())
    with pytest.raises(Unauthenticated):
        signer.read(tickets.issue(EDITOR))
    with pytest.raises(Unauthenticated):
        tickets.redeem(signer.sign(EDITOR))


def test_a_ticket_opens_once() -> None:
    tickets = LiveTickets(TokenSigner(b"secret", Clock()), Claimed())
    ticket = tickets.issue(EDITOR)
    assert tickets.redeem(ticket) == EDITOR
    with pytest.raises(Unauthenticated, match="used before"):
        tickets.redeem(ticket)


@pytest.mark.parametrize("header", ["", "Bearer bg_key", "Basic a.b.c", "Bearer " + "a.b." + "c" * 5000])
def test_other_headers_are_left_to_others(header: str) -> None:
    provider = TokenProvider(TokenSigner(b"secret", Clock()))
    assert provider.identify({"Authorization": header}) is None


def test_noise_in_the_shape_of_a_token_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        TokenProvider(TokenSigner(b"secret", Clock())).identify({"Authorization": "Bearer a.b.c"})
