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
        ("the password is hunter2, ok", "the password is <secret>, ok"),
        ("password is too short", "password is too short"),
        ("password:  hunter2", "password:  <secret>"),
        ("password =  hunter2", "password =  <secret>"),
        ('"password" :  "x"', '"password" :  <secret>'),
        ('{"password"=>"hunter2", "b"=>1}', '{"password"=><secret>, "b"=>1}'),
        (
            "password -> hunter2 password:=a1 password==b2",
            "password -> <secret> password:=<secret> password==<secret>",
        ),
        (
            """{'password': b'hunter2', 'token': r"x", 'pwd': u'y'}""",
            "{'password': <secret>, 'token': <secret>, 'pwd': <secret>}",
        ),
        ('passwords: ["hunter2","x"] end', "passwords: <secret> end"),
        ('"secrets": {"a": "hunter2"}, "b": 1', '"secrets": <secret>, "b": 1'),
        ('password: "hunter2 and more', "password: <secret>"),
        ("password=true-blue next", "password=<secret> next"),
        ("token=false-positive-abc123", "token=<secret>"),
        ("password=none.of-your-business", "password=<secret>"),
        ("user[password]=hunter2 password%3Dx", "user[password]=<secret> password%3D<secret>"),
        ("pass=hunter2 dbPass=x1 DB_PASS: x2", "pass=<secret> dbPass=<secret> DB_PASS: <secret>"),
        ("pass=12 fail=3, bypass=all, compass=north", "pass=12 fail=3, bypass=all, compass=north"),
        ('Authorization: Digest username="bob", response="6629fae4"', "Authorization: Digest <token>"),
        (
            "authorization: AWS4-HMAC-SHA256 Credential=AK/2013, SignedHeaders=host, Signature=fe5f80",
            "authorization: AWS4-HMAC-SHA256 <token>",
        ),
        ("authorization: denied because of policy x", "authorization: denied because of policy x"),
        ("ALTER USER bob WITH PASSWORD 'it''s' end", "ALTER USER bob WITH PASSWORD <secret> end"),
        ("CREATE USER bob IDENTIFIED BY 'hunter2'", "CREATE USER bob IDENTIFIED BY <secret>"),
        ("SET PASSWORD = PASSWORD('hunter2')", "SET PASSWORD = <secret>)"),
        (
            "<a><db:password type='x'>hunter2</db:password></a>",
            "<a><db:password type='x'><secret></db:password></a>",
        ),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----", "<private key>"),
        ("key xapp-1-A012345678-1234567890123-abcdef", "key <key>"),
        ("key whsec_abcdef0123456789abcdef", "key <key>"),
        ("sk-proj-abcdefghij_klmnopqrstuvwx and sk-ant-api03-ab-cdefghijklmnopqrst", "<key> and <key>"),
        ("GET /x?X-Amz-Signature=fe5f80f77d5f&X-Amz-Date=1", "GET /x?X-Amz-Signature=<secret>&X-Amz-Date=1"),
        ("dsn app:hunter2@tcp(db:3306)/shop", "dsn <credentials>@tcp(db:3306)/shop"),
        ("GET /?email=ann%40example.com&x=1", "GET /?email=<email>&x=1"),
        ("password: hunter2 for user bob", "password: <secret> for user bob"),
        ("password: hunter user=bob", "password: <secret> user=bob"),
        ("the password was hunter2", "the password was <secret>"),
        ("password set to hunter2, bye", "password set to <secret>, bye"),
        ("login with password hunter2 failed", "login with password <secret> failed"),
        ("passwd for x is hunter2", "passwd for x is <secret>"),
        ("password for user 'bob': hunter2", "password for user 'bob': <secret>"),
        (
            "pw=hunter2 db_pw: x psk=hunter22 otp=123456",
            "pw=<secret> db_pw: <secret> psk=<secret> otp=<secret>",
        ),
        ("pwd is hunter2, the token for bob is abc123", "pwd is <secret>, the token for bob is <secret>"),
        ("private key is 0xabcdef0123456789", "private key is <secret>"),
        ("token abcdef1234567890 was rejected", "token <secret> was rejected"),
        ("psql --db-password hunter2 -h db", "psql --db-password <secret> -h db"),
        ("mysql -uroot -phunter2 shop", "mysql -uroot -p<secret> shop"),
        ("redis-cli -h db -a hunter2 ping", "redis-cli -h db -a <secret> ping"),
    ],
)
def test_secrets_are_replaced_by_what_they_are(line: str, masked: str) -> None:
    assert mask_secrets([line]) == [masked]


@pytest.mark.parametrize(
    "line",
    [
        "open /var/run/secrets/kubernetes.io/serviceaccount/token: permission denied",
        "open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory",
        "open /run/secrets/db_password: EOF",
        "cat: /etc/passwd: Permission denied",
        "fetching token: timeout exceeded",
        "failed to get secret: connection refused",
        'failed to get secret: Get "https://10.0.0.1": dial tcp',
        'failed for volume "default-token-x7x" : secret "x" not found',
        "error: password: must be at least 8 characters",
        "syntax error near unexpected token: `('",
        "tokenizer: loaded bert in 3s",
        "token_type=bearer secret_fetch_duration=15ms private_key_path=/etc/x.key",
        "secretName: my-secret passwordPolicy=strict password_file=/run/x",
        "password: incorrect, credentials: none found, token=<nil>",
        'password: "", user: "x"',
        "sudo: ann : TTY=pts/1 ; PWD=/home/ann ; USER=root",
        "user@1000.service: Succeeded, getty@tty1.service started",
        "sk-region-eu-central-1-cluster-worker is up",
        "Failed password for invalid user admin2 from 10.0.0.1 port 22 ssh2",
        "password for bob is too short, password was changed by ann",
        "password was last changed 30 days ago, the token was issued at 12:30",
        "password hash sha256 used, password sha512-crypt is on, password 30days",
        "password check failed for user bob1, password file /etc/x1",
        "token 5 of 9, pass 2: merging, pass phase2 done, pw: 12",
        "secret default/token-x7x not found, key a1 not found, secret was v1.2",
        "psql --no-password -h db1, mysql -P 3306 -h db1",
        "token for bob expired, secret for app1 was created, the key for a1 is 5s old",
        "hotplug: eth0, mapping: 1, cpw=x",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert mask_secrets([line]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "password" * 6_000,
        "a%3D1%26" * 12_000 + "x@y",
        "eyJhbGciOi-" * 4_000,
        "token is " + "1" * 50_000,
        "<key><![CDATA[" * 4_000,
        "key:{" * 10_000,
        "password for " * 4_000,
        "password is a" + "a" * 50_000,
        "mysql " * 8_000,
        "redis-cli -a" * 4_000,
        "--a-password-" * 4_000,
        "token " + "a" * 50_000,
        "-----BEGIN " * 4_000,
    ],
)
def test_the_longest_lines_are_done_in_no_time(line: str) -> None:
    assert len(mask_secrets([line])) == 1


def test_a_secret_at_the_end_of_a_line_leaves_the_next_line_alone() -> None:
    lines = ["token=abc", "next line", "Bearer", "AAAA.BBBB.1234", ""]
    assert mask_secrets(lines) == ["token=<secret>", "next line", "Bearer", "AAAA.BBBB.1234", ""]
    assert mask_secrets([]) == []


def test_a_line_with_our_border_in_it_stays_one_line() -> None:
    lines = ["a\x1e4111111111111111", "b"]
    assert mask_secrets(lines) == ["a\x1e<card>", "b"]


def test_rows_of_a_private_key_are_masked_line_by_line() -> None:
    row = "MIIEowIBAAKCAQEAx7Yd" * 3 + "abcd"
    lines = [
        "-----BEGIN RSA PRIVATE KEY-----",
        row,
        f"app: {row}",
        "ready",
        "served /a in 5 ms",
        "q2x=",
        row,
        "Zk9",
        "-----END RSA PRIVATE KEY-----",
        row,
    ]
    assert mask_secrets(lines) == [
        "<private key>",
        "<private key>",
        "app: <private key>",
        "ready",
        "served /a in 5 ms",
        "<private key>",
        "<private key>",
        "<private key>",
        "-----END RSA PRIVATE KEY-----",
        row,
    ]


def test_a_key_in_one_line_and_a_certificate_leave_other_lines_alone() -> None:
    row = "MIIEowIBAAKCAQEAx7Yd" * 3
    whole = "-----BEGIN EC PRIVATE KEY-----\nMII=\n-----END EC PRIVATE KEY-----"
    assert mask_secrets([whole, row]) == ["<private key>", row]
    certificate = ["-----BEGIN CERTIFICATE-----", row, "-----END CERTIFICATE-----"]
    assert mask_secrets(certificate) == certificate


def test_a_key_without_an_end_masks_rows_for_a_while() -> None:
    row = "MIIEowIBAAKCAQEAx7Yd" * 3
    masked = mask_secrets(["-----BEGIN PRIVATE KEY-----", *[row] * 600])
    assert masked[1] == "<private key>"
    assert masked[-1] == row


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("AUTH hunter2", "AUTH <secret>"),
        ("AUTH swordfish", "AUTH <secret>"),
        ("AUTH default hunter2", "AUTH default <secret>"),
        ("sent AUTH ann hunter2", "sent AUTH ann <secret>"),
        ("executing command: AUTH swordfish", "executing command: AUTH <secret>"),
        ("HELLO 3 AUTH ann hunter2 SETNAME web", "HELLO 3 AUTH ann <secret> SETNAME web"),
        ('[0 127.0.0.1:6379] "AUTH" "ann" "sword fish"', '[0 127.0.0.1:6379] "AUTH" <secret>'),
        ("args=['auth', 'swordfish'] took=3", "args=['auth', <secret>] took=3"),
        ("AUTH PLAIN AGFubgBodW50ZXIy", "AUTH PLAIN <secret>"),
        ("C: AUTH LOGIN YW5u", "C: AUTH LOGIN <secret>"),
        (r"send: 'auth plain AGFubgBodW50ZXIy\r\n'", r"send: 'auth plain <secret>\r\n'"),
        ("AUTHENTICATE amlsbGVzAGppbGxlcw==", "AUTHENTICATE <secret>"),
        ("> PASS swordfish", "> PASS <secret>"),
        ("CONFIG SET requirepass foobared", "CONFIG SET requirepass <secret>"),
        ("PRIVMSG NickServ :IDENTIFY ann swordfish", "PRIVMSG NickServ :IDENTIFY <secret>"),
    ],
)
def test_secrets_of_commands_are_masked(line: str, masked: str) -> None:
    assert mask_secrets([line]) == [masked]


@pytest.mark.parametrize(
    "line",
    [
        "AUTH LOGIN",
        "250-AUTH LOGIN PLAIN CRAM-MD5",
        "AUTH TLSv1.3",
        "AUTH failed",
        "AUTH error 535",
        "AUTH server unreachable",
        "AUTH took 15ms",
        "AUTH PLAIN failed",
        "AUTH LOGIN 535 5.7.8",
        '"AUTH failed"',
        "command: AUTH rejected",
        "auth failed for user web1",
        "ERR AUTH <password> called without any password configured",
        '{"scope":"auth","user":"ann"}',
        "AUTHENTICATE +",
        "AUTHENTICATE PLAIN",
        "PASS test_foo2",
        "> PASS ********",
    ],
)
def test_what_is_said_of_commands_is_no_secret(line: str) -> None:
    assert mask_secrets([line]) == [line]
