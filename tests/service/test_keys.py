"""Keys: made once, kept as hashes, asked for by the API, noticed by a running service."""

import json
import re
import stat
import threading
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from index.corpus import open_index
from index.errors import StoreBusy
from index.writer_lock import WriterLock
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.cli import app
from service.errors import KeyNameTaken, KeysUnreadable, NotReady, UnknownKey
from service.http.app import create_app
from service.http.guarded import needed_scope
from service.keys.key import Scope, key_of
from service.keys.key_file import KeyFile
from service.keys.keyring import Keyring
from service.settings import Settings
from tests.service.fakes import CountingEmbedder
from tests.serving import serving, wait_until_ready


@pytest.fixture
def file(tmp_path):
    return KeyFile(tmp_path)


def test_a_secret_is_of_its_key_alone_and_is_not_stored(file):
    made = {name: file.create(name, Scope.READ) for name in ("desk", "야간")}
    keys = file.read()
    assert [key.name for key in keys] == ["desk", "야간"]
    for key, secret in made.values():
        assert key_of(secret, keys) == key
        assert len(secret.removeprefix("briefing_")) == 43  # 32 bytes in base64
        assert secret not in file.path.read_text(encoding="utf-8")
    secret = made["desk"][1]
    assert key_of(secret[:-1], keys) is key_of("", keys) is key_of(secret.upper(), keys) is None
    assert key_of(secret, ()) is None


def test_only_the_owner_may_read_the_file(file):
    left_behind = file.path.with_name("keys.json.new")
    left_behind.write_text("what a crash left", encoding="utf-8")
    left_behind.chmod(0o644)
    file.create("desk", Scope.READ)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.create("night", Scope.READ)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_names_and_ids_are_taken_once(file):
    key, _ = file.create("desk", Scope.READ)
    for name in ("desk", key.key_id):
        with pytest.raises(KeyNameTaken):
            file.create(name, Scope.WRITE)
    assert file.read() == (key,)


def test_revoking_by_name_and_by_id(file):
    first, second = (file.create(name, Scope.READ)[0] for name in ("first", "second"))
    assert file.revoke("first") == (first, (second,))
    with pytest.raises(UnknownKey):
        file.revoke("first")
    assert file.revoke(second.key_id) == (second, ())
    assert file.read() == ()


def test_two_writers_do_not_lose_each_others_keys(file):
    names = [f"key {number}" for number in range(8)]

    def create(name):
        while True:
            try:
                return file.create(name, Scope.READ)
            except StoreBusy:
                continue

    threads = [threading.Thread(target=create, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key.name for key in file.read()) == names


@pytest.mark.parametrize("content", [b"", b"{", b'{"keys": [{"name": "desk"}]}', b"\xff"])
def test_a_damaged_file_is_an_error_and_no_open_door(file, content):
    file.path.write_bytes(content)
    for attempt in (file.read, Keyring(file.path.parent).keys):
        with pytest.raises(KeysUnreadable) as caught:
            attempt()
        assert str(file.path) in str(caught.value)
    with pytest.raises(KeysUnreadable):
        file.create("desk", Scope.READ)
    assert file.path.read_bytes() == content


def test_a_keyring_follows_the_file(file):
    keyring = Keyring(file.path.parent)
    assert keyring.keys() is None
    for number in range(20):  # within one tick of the file system's clock, too
        key, _ = file.create("desk", Scope.READ)
        assert keyring.keys() == (key,), number
        file.revoke("desk")
        assert keyring.keys() == (), number
    file.path.write_text("damaged", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KeysUnreadable):
            keyring.keys()
    file.path.unlink()
    assert keyring.keys() is None


def command(data: Path, *arguments: str, expect: int = 0, **environment: str):
    clean = {"LC_ALL": "C.UTF-8"} | environment
    done = CliRunner().invoke(app, ["keys", *arguments, "--data-dir", str(data)], env=clean)
    if expect == 0 and done.exception:
        raise done.exception
    assert done.exit_code == expect, done.output
    return done


def test_the_commands(tmp_path):
    empty = command(tmp_path / "none", "list")
    assert (empty.stdout, "No keys" in empty.stderr) == ("", True)
    assert not (tmp_path / "none").exists()

    made = command(tmp_path, "create", "desk")
    secret = made.stdout.strip()
    assert re.fullmatch(r"briefing_[\w-]{43}", secret)
    assert "desk (read)" in made.stderr
    written = json.loads(command(tmp_path, "create", "야간", "--scope", "write", "--json").stdout)
    assert written.keys() == {"key_id", "name", "scope", "created_at", "secret"}
    assert (written["name"], written["scope"]) == ("야간", "write")

    rows = [line.split("\t") for line in command(tmp_path, "list").stdout.splitlines()]
    assert [(row[1], row[3]) for row in rows] == [("read", "desk"), ("write", "야간")]
    listed = json.loads(command(tmp_path, "list", "--json").stdout)["keys"]
    assert [key.keys() for key in listed] == [{"key_id", "name", "scope", "created_at"}] * 2

    assert rows[0][0] in command(tmp_path, "revoke", "desk").stdout
    last = command(tmp_path, "revoke", written["key_id"], LC_ALL="ko_KR.UTF-8")
    assert "아무도 받지 않습니다" in last.stderr
    with pytest.raises(UnknownKey):
        command(tmp_path, "revoke", "desk")


@pytest.mark.parametrize(
    "arguments",
    [
        ("create",),
        ("create", " "),
        ("create", "two\nlines"),
        ("create", "a" * 65),
        ("create", "desk", "--scope", "admin"),
        ("revoke",),
        ("renew", "desk"),
    ],
)
def test_misuse_makes_no_key(tmp_path, arguments):
    assert "Error: " in command(tmp_path, *arguments, expect=2).stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A service with nothing behind it, and the file of its keys."""

    def load():
        raise NotReady("nothing to load")

    data = tmp_path_factory.mktemp("guarded")
    with (
        serving(create_app(Settings(data_dir=data), load)) as url,
        httpx.Client(base_url=url) as client,
    ):
        yield client, KeyFile(data)


@pytest.fixture
def keys(guarded):
    """Two keys of a running service, as headers, for as long as the test takes."""
    _, file = guarded
    made = {scope: {"Authorization": f"Bearer {file.create(scope, scope)[1]}"} for scope in Scope}
    yield made
    file.path.unlink()


def code_of(response):
    return response.status_code, response.json().get("code")


def test_without_keys_nothing_is_asked_for(guarded):
    client, _ = guarded
    assert code_of(client.get("/v1/documents")) == (503, "not_ready")
    stray = {"Authorization": "Bearer whatever"}
    assert code_of(client.get("/v1/documents", headers=stray)) == (503, "not_ready")


READING = [
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/a"),
    ("GET", "/v1/jobs"),
    ("GET", "/v1/aliases"),
    ("POST", "/v1/search"),
    ("POST", "/v1/chat"),
]
WRITING = [("POST", "/v1/documents"), ("DELETE", "/v1/documents/a"), ("DELETE", "/v1/jobs/a")]


def ask(client, method, path, headers):
    return client.request(method, path, headers=headers, json={"question": "x"})


@pytest.mark.promise(15)
@pytest.mark.parametrize(("method", "path"), READING + WRITING + [("GET", "/v1/nothing")])
def test_every_route_asks_for_a_key(guarded, keys, method, path):
    client, _ = guarded
    missing = ask(client, method, path, {})
    assert code_of(missing) == (401, "key_required")
    assert missing.headers["www-authenticate"] == 'Bearer realm="briefing-qa"'
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.json()["detail_ko"]
    wrong = ask(client, method, path, {"Authorization": "Bearer briefing_wrong"})
    assert code_of(wrong) == (401, "invalid_key")
    assert 'error="invalid_token"' in wrong.headers["www-authenticate"]


@pytest.mark.promise(15)
@pytest.mark.parametrize(("method", "path"), READING + WRITING)
def test_scopes(guarded, keys, method, path):
    client, _ = guarded
    admitted = (503, "not_ready")
    assert code_of(ask(client, method, path, keys[Scope.WRITE])) == admitted
    reading = ask(client, method, path, keys[Scope.READ])
    if (method, path) in READING:
        assert code_of(reading) == admitted
    else:
        assert code_of(reading) == (403, "insufficient_scope")
        assert 'scope="write"' in reading.headers["www-authenticate"]


def test_the_list_of_documents_says_what_its_key_may_do(tmp_path):
    def load():
        index = open_index(tmp_path, CountingEmbedder())
        return Parts(index, AnswerEngine(index, None), len)

    with serving(create_app(Settings(data_dir=tmp_path), load)) as url:
        wait_until_ready(url)

        def allowed(**headers):
            return httpx.get(f"{url}/v1/documents", headers=headers).headers["allow"]

        assert allowed() == "HEAD, GET, POST"
        made = {scope: KeyFile(tmp_path).create(scope, scope)[1] for scope in Scope}
        assert allowed(Authorization=f"Bearer {made[Scope.READ]}") == "HEAD, GET"
        assert allowed(Authorization=f"Bearer {made[Scope.WRITE]}") == "HEAD, GET, POST"


def test_every_route_of_the_api_has_a_scope_on_purpose(guarded):
    client, _ = guarded
    served = {
        (method.upper(), path): needed_scope(method.upper(), path)
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method in methods
        if path.startswith("/v1/")
    }
    writing = {route for route, scope in served.items() if scope is Scope.WRITE}
    assert writing == {
        ("POST", "/v1/documents"),
        ("DELETE", "/v1/documents/{doc_id}"),
        ("DELETE", "/v1/jobs/{job_id}"),
    }


@pytest.mark.parametrize("said", ["Basic {}", "{}", "Bearer", "bearer {}", "BEARER  {}"])
def test_forms_of_the_header(guarded, keys, said):
    client, _ = guarded
    secret = keys[Scope.READ]["Authorization"].removeprefix("Bearer ")
    response = client.get("/v1/documents", headers={"Authorization": said.format(secret)})
    works = said.lower().startswith("bearer") and "{}" in said
    assert code_of(response) == ((503, "not_ready") if works else (401, "key_required"))


@pytest.mark.parametrize(
    "path", ["/livez", "/metrics", "/openapi.json", "/docs", "/", "/web/app.js"]
)
def test_page_and_probes_ask_for_none(guarded, keys, path):
    client, _ = guarded
    assert client.get(path).status_code == 200


def test_a_running_service_notices_every_change(guarded):
    client, file = guarded
    _, secret = file.create("desk", Scope.READ)
    headers = {"Authorization": f"Bearer {secret}"}
    try:
        assert client.get("/v1/jobs", headers=headers).status_code == 503
        file.create("other", Scope.READ)
        assert client.get("/v1/jobs", headers=headers).status_code == 503
        file.revoke("desk")
        assert code_of(client.get("/v1/jobs", headers=headers)) == (401, "invalid_key")
        file.revoke("other")  # the last one: nobody is let in, rather than everybody
        assert code_of(client.get("/v1/jobs")) == (401, "key_required")
        file.path.write_text("damaged", encoding="utf-8")
        refused = client.get("/v1/jobs", headers=headers)
        assert code_of(refused) == (503, "keys_unreadable")
        assert str(file.path) not in refused.text
    finally:
        file.path.unlink()
    assert code_of(client.get("/v1/jobs")) == (503, "not_ready")


def test_making_a_key_waits_for_nobody(file):
    file.create("desk", Scope.READ)
    with WriterLock(file.path.with_suffix(".lock")), pytest.raises(StoreBusy, match="try again"):
        file.create("night", Scope.READ)
