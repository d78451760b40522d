"""Who is answered and who is not, and what every answer forbids."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.desk.security import HEADERS, is_known_host
from tests.desk.desk_of import TOKEN, asking, record_at


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_at(tmp_path_factory.mktemp("security"), 1)


@pytest.fixture(scope="module")
def desk(path: Path) -> Iterator[TestClient]:
    with asking(path) as client:
        yield client


@pytest.fixture
def guarded(path: Path) -> Iterator[TestClient]:
    with asking(path, TOKEN) as client:
        yield client


@pytest.mark.parametrize(
    "address", ["/", "/api/rows", "/latest.atom", "/live?nonsense=1", "/nothing", "/healthz", "/openapi.json"]
)
def test_every_answer_carries_the_headers(desk: TestClient, address: str) -> None:
    headers = desk.get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("localhost:8765", True), ("127.0.0.1", True), ("[::1]:8765", True), ("192.0.2.7:80", True), ("desk.example", True),
        ("DESK.example:1", True), ("evil.example", False), ("", False), ("localhost.evil.example", False),
        ("localhost/static/", False),        ("localhost@evil.example", False), ("[::1", False), ("localhost:port", False),
        ("127.0.0.1.evil.example", False),
    ],
)  # fmt: skip
def test_foreign_host_names_are_not_answered(desk: TestClient, host: str, is_known: bool) -> None:
    answer = desk.get("/api/rows", headers={"host": host})
    assert (answer.status_code == 200, is_known_host(host, frozenset({"desk.example"}))) == (is_known, is_known)
    assert is_known or answer.json()["code"] == "HOST_NOT_ALLOWED"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_nothing_is_taken(desk: TestClient, method: str) -> None:
    answer = desk.request(method, "/api/rows")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", ["/api/rows", "/live", "/latest.ics", "/openapi.json", "/row/e:met", "/nothing"])
@pytest.mark.parametrize(
    "given", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic ???"}, {"cookie": "dateline=wrong"}]
)
def test_without_the_token_nothing_is_read(guarded: TestClient, address: str, given: dict[str, str]) -> None:
    answer = guarded.get(address, headers=given)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_NEEDED")
    assert answer.headers["www-authenticate"] == 'Bearer realm="Dateline", Basic realm="Dateline"'


@pytest.mark.parametrize("host", ["localhost/static/", "localhost/sign-in?", "localhost#/healthz"])
def test_a_bent_host_header_does_not_open_the_door(guarded: TestClient, host: str) -> None:
    assert guarded.get("/api/rows", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("address", ["/static/../api/rows", "/static/%2e%2e/api/rows", "//api/rows", "/static/..%2f..%2fapp.py"])
def test_no_way_round_through_the_open_folder(guarded: TestClient, address: str) -> None:
    answer = guarded.get(address)
    assert answer.status_code in (401, 404)
    assert "sequence" not in answer.text


def test_the_token_opens_as_bearer_as_password_and_by_cookie(guarded: TestClient) -> None:
    password = base64.b64encode(f"anyone:{TOKEN}".encode()).decode()
    for given in ({"authorization": f"Bearer {TOKEN}"}, {"authorization": f"Basic {password}"}, {"cookie": f"dateline={TOKEN}"}):
        assert guarded.get("/api/rows", headers=given).status_code == 200


def test_signing_in_and_out(guarded: TestClient) -> None:
    sent = guarded.get("/calendar?kind=event", headers={"accept": "text/html"}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=/calendar%3Fkind%3Devent")
    answer = guarded.post("/sign-in", data={"token": TOKEN, "next": "/calendar?kind=event"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar?kind=event")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert guarded.get("/api/rows").status_code == 200
    guarded.post("/sign-out", follow_redirects=False)
    assert guarded.get("/api/rows").status_code == 401


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/\n/evil"])
def test_signing_in_leads_nowhere_else(guarded: TestClient, elsewhere: str) -> None:
    answer = guarded.post("/sign-in", data={"token": TOKEN, "next": elsewhere}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "given",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}, {"origin": "null"}],
)
def test_no_other_site_signs_anybody_in(guarded: TestClient, given: dict[str, str]) -> None:
    answer = guarded.post("/sign-in", data={"token": TOKEN}, headers=given, follow_redirects=False)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_wrong_or_endless_sign_in_is_refused(guarded: TestClient) -> None:
    assert guarded.post("/sign-in", data={"token": "wrong"}).status_code == 401
    assert guarded.post("/sign-in", data={"token": "x" * 5000}).status_code == 413
