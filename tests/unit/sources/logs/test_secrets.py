import pytest

from barograph.sources.logs.secrets import mask_secrets


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("login password=hunter2 ok", "login password=<secret> ok"),
        ('{"password": "my pass word", "a": 1}', '{"password": <secret>, "a": 1}'),
        ("DB_PASSWORD='x y' next", "DB_PASSWORD=<secret> next"),
        ("api_key: abcd1234, n=1", "api_key: <secret>, n=1"),
        ("Authorization: Bearer abc.DEF-123456", "Authorization: Bearer <token>"),
        ("authorization: Token abcdef123", "authorization: Token <token>"),
        (r"x {\"password\":\"hunter2\",\"a\":1}", r"x {\"password\":<secret>,\"a\":1}"),
        ("jwt eyJhbGciOi.eyJzdWIiOiIx.sig_na-ture end", "jwt <jwt> end"),
        ("key AKIAIOSFODNN7EXAMPLE used", "key <key> used"),
        ("push with ghp_abcdefghijklmnopqrstuvwxyz0123456789", "push with <key>"),
        ("GET https://ann:s3cret@host/x", "GET https://<credentials>@host/x"),
        ("mail to ann.lee@example.com sent", "mail to <email> sent"),
        ("card 4111 1111 1111 1111 charged", "card <card> charged"),
        ("card 4111-1111-1111-1112 no", "card 4111-1111-1111-1112 no"),
        ("order 1795225674429916170 at 16:20", "order 1795225674429916170 at 16:20"),
        ("psql --password hunter2 -h db", "psql --password <secret> -h db"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n<private key>\nb"),
        ("has_token=true cookie=null", "has_token=true cookie=null"),
        ("basic authentication is on", "basic authentication is on"),
        ("nothing to hide", "nothing to hide"),
        ("postgres://app:p@ss/w:rd@db:5432/shop", "postgres://<credentials>@db:5432/shop"),
        ("redis://:hunter2@cache:6379/0", "redis://<credentials>@cache:6379/0"),
        ("GET http://shop:8080/@ann done", "GET http://shop:8080/@ann done"),
        ("jdbc:sqlserver://db;password={a;b};ssl=true", "jdbc:sqlserver://db;password=<secret>;ssl=true"),
        ("authorization=[Basic YWxhZGRpbjpvcGVu]", "authorization=[Basic <token>]"),
        ("Cookie: session=a1; csrftoken=b2; theme=dark", "Cookie: <secret>"),
        ('cookie="SID=5C8E; other=1" n=2', 'cookie="<secret>" n=2'),
        (r'{"password":"a\"b","user":"ann"}', '{"password":<secret>,"user":"ann"}'),
        ("Name=x;AccountKey=Eby8vdM0==;Endpoint=y", "Name=x;AccountKey=<secret>;Endpoint=y"),
        ("GET /blob?sv=1&sig=fNbqV%2BabcDEF&se=2", "GET /blob?sv=1&sig=<secret>&se=2"),
        ("hooks.slack.com/services/T0000000/B0000000/XXXXXXXXXXXXXXXX", "hooks.slack.com/services/<key>"),
        ("GET /bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/get", "GET /bot<key>/get"),
        ("key SG.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuv", "key <key>"),
        ("curl -u admin:s3cret http://x/", "curl -u admin:<secret> http://x/"),
        ("sshpass -p 'my pw' ssh host", "sshpass -p <secret> ssh host"),
        ("2223003122003222, 30569309025904, 3530111333300000", "<card>, <card>, <card>"),
        ("amex 378282246310005 but not 2023003122003224", "amex <card> but not 2023003122003224"),
        ("tokens=15 token_count=15 max_tokens: 100", "tokens=15 token_count=15 max_tokens: 100"),
        ("tokens=abc token=15", "tokens=<secret> token=<secret>"),
        ("secretary=ann", "secretary=ann"),
    ],
)
def test_secrets_are_replaced_by_what_they_are(line: str, masked: str) -> None:
    assert mask_secrets([line]) == [masked]


def test_a_secret_at_the_end_of_a_line_leaves_the_next_line_alone() -> None:
    lines = ["token=abc", "next line", "Bearer", "AAAA.BBBB.1234", ""]
    assert mask_secrets(lines) == ["token=<secret>", "next line", "Bearer", "AAAA.BBBB.1234", ""]
    assert mask_secrets([]) == []


def test_a_line_with_our_border_in_it_stays_one_line() -> None:
    lines = ["a\x1e4111111111111111", "b"]
    assert mask_secrets(lines) == ["a\x1e<card>", "b"]
