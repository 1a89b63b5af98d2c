from barograph.storage import Database
from barograph.storage.used_tickets import UsedTickets


def test_a_ticket_is_used_for_the_first_time_once(database: Database) -> None:
    tickets = UsedTickets(database)
    assert tickets.claim("a", 1000)
    assert not tickets.claim("a", 1000)
    assert tickets.claim("b", 3000)


def test_tickets_that_are_too_old_are_forgotten(database: Database) -> None:
    tickets = UsedTickets(database)
    tickets.claim("a", 1000)
    tickets.claim("b", 3000)
    assert tickets.forget_before(2000) == 1
    assert tickets.claim("a", 1000)
    assert not tickets.claim("b", 3000)
