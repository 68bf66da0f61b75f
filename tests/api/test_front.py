"""/: a manual to read, and a sentence in for an answer out. /docs: offline and strict."""

from __future__ import annotations

import pytest

from tests.openapi_contract import ContractClient

SENTENCE = "More than 5,000 people were arrested (100% sure) & more=less."
FORM = "application/x-www-form-urlencoded"


def test_the_manual_names_the_address_that_the_caller_used(client: ContractClient) -> None:
    page = client.get("/", base_url="https://facts.example.org:8443")

    assert page.mimetype == "text/plain"
    assert "curl https://facts.example.org:8443/ -d '" in page.text


def test_the_manual_fits_a_terminal(client: ContractClient) -> None:
    page = client.get("/", base_url="http://127.0.0.1:8000")

    assert all(len(line) <= 80 for line in page.text.splitlines())


def test_an_address_unfit_for_a_shell_is_not_shown(client: ContractClient) -> None:
    page = client.get("/", headers={"Host": "x';rm -rf ~;'"})

    assert "rm -rf" not in page.text


@pytest.mark.parametrize("media", [FORM, "text/plain", "text/plain; charset=utf-8", None])
def test_a_sentence_is_answered_in_plain_text(client: ContractClient, media: str | None) -> None:
    answer = client.post("/", data=SENTENCE.encode(), content_type=media)

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("REFUTED")
    assert f'"{SENTENCE}"' in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"statement=5%2C000+arrested",
        b"text=5%2C000%20arrested",
        b"5%2C000+arrested",
        b"5,000 arrested",
    ],
)
def test_a_form_is_decoded_where_it_is_encoded(client: ContractClient, body: bytes) -> None:
    assert '"5,000 arrested"' in client.post("/", data=body, content_type=FORM).text


def test_a_sentence_can_be_answered_as_json(client: ContractClient) -> None:
    answer = client.post(
        "/", data=SENTENCE, content_type=FORM, headers={"Accept": "application/json"}
    )

    assert answer.json["verdict"] == "refuted"


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", FORM, 422),
        (b"  \n ", "text/plain", 422),
        (b"a\x00b", "text/plain", 422),
        (b"a%00b", FORM, 422),
        (b"\xff\xfe", "text/plain", 400),
        (b"%FF", FORM, 400),
        (b"x" * 5_001, "text/plain", 422),
        (b"{}", "application/json", 415),
        (b"x", "text/plain; charset=utf-16", 415),
    ],
)
def test_what_is_no_sentence_is_refused(
    client: ContractClient, body: bytes, media: str, status: int
) -> None:
    response = client.post("/", data=body, content_type=media)

    assert response.status_code == status
    assert response.json["errors"][0]["pointer"] in ("", "/statement")


def test_the_page_of_the_contract_loads_nothing_from_elsewhere(client: ContractClient) -> None:
    page = client.get("/docs")

    assert "http" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


@pytest.mark.parametrize("asset", ["swagger-ui.css", "swagger-ui-bundle.js", "docs.js"])
def test_the_files_of_the_page_are_ours(client: ContractClient, asset: str) -> None:
    assert f"/docs/{asset}" in client.get("/docs").text
    assert client.get(f"/docs/{asset}").status_code == 200


@pytest.mark.parametrize("asset", ["README.md", "..%2f__init__.py", "x", "%00"])
def test_no_other_file_is_given_out(client: ContractClient, asset: str) -> None:
    assert client.get(f"/docs/{asset}").status_code == 404


def test_the_contract_is_served(client: ContractClient) -> None:
    assert client.get("/openapi.yaml").text.startswith("openapi: 3.1.0")
