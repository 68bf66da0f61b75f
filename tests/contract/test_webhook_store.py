"""Every WebhookStore keeps subscriptions, and how it goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.domain.changes import PRESENT, Precondition
from service.domain.errors import NotFound, PreconditionFailed
from service.domain.events import Event, EventType
from service.domain.webhooks import (
    OVERLAP,
    PATIENCE,
    DeliveryState,
    Disabled,
    SigningSecrets,
)
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.fakes import NOW
from tests.webhook_steps import (
    MINUTE,
    WEBHOOK,
    add,
    events_of,
    fan_out,
    finish,
    happen,
    secret_of,
    take,
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def test_a_webhook_comes_back_as_it_was_kept(storage: Storage) -> None:
    whole = replace(
        WEBHOOK, disabled=Disabled(at=NOW, reason="Gone."), failing_since=NOW - MINUTE, revision=3
    )
    storage.webhooks.add(whole, SigningSecrets(current="whsec_a"))

    assert storage.webhooks.get("whk_1") == whole


def test_webhooks_are_listed_by_id(storage: Storage) -> None:
    add(storage, "c", "a", "B")

    def ids(after: str | None, limit: int) -> list[str]:
        return [webhook.id for webhook in storage.webhooks.page(after=after, limit=limit)]

    assert ids(None, 50) == ["B", "a", "c"]
    assert (ids(None, 2), ids("a", 2)) == (["B", "a"], ["c"])


@pytest.mark.parametrize("unknown", ["whk_9", "", "a\0b", "\ud800"])
def test_an_unknown_webhook_is_not_found(storage: Storage, unknown: str) -> None:
    ghost = replace(WEBHOOK, id=unknown)
    event = Event(id="evt_1", type=EventType.WEBHOOK_TEST, occurred_at=NOW, data={})
    acts: list[Callable[[], object]] = [
        lambda: storage.webhooks.get(unknown),
        lambda: storage.webhooks.replace(ghost, before=PRESENT),
        lambda: storage.webhooks.rotate(unknown, "whsec_b", now=NOW),
        lambda: storage.webhooks.delete(unknown, before=PRESENT),
        lambda: storage.deliveries.log(unknown, before=None, limit=10),
        lambda: storage.deliveries.enqueue(unknown, event, delivery_id="dlv_1"),
        lambda: storage.deliveries.repeat(unknown, "dlv_1", new_id="dlv_2", now=NOW),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_a_change_needs_the_revision_that_was_seen(storage: Storage) -> None:
    add(storage, "whk_1")
    seen = Precondition(exists=True, revisions=frozenset({1}))

    changed = storage.webhooks.replace(replace(WEBHOOK, url="https://new.test/"), before=seen)

    assert (changed.url, changed.revision) == ("https://new.test/", 2)
    assert storage.webhooks.get("whk_1") == changed
    with pytest.raises(PreconditionFailed, match="revision 2"):
        storage.webhooks.replace(WEBHOOK, before=seen)
    with pytest.raises(PreconditionFailed):
        storage.webhooks.delete("whk_1", before=seen)
    assert storage.webhooks.get("whk_1") == changed


def test_a_rotated_secret_signs_beside_the_one_before(storage: Storage) -> None:
    add(storage, "whk_1")
    rotated = storage.webhooks.rotate("whk_1", "whsec_new", now=NOW)
    happen(storage, "evt_1")
    fan_out(storage)

    (due,) = take(storage)

    assert due.secrets == rotated
    assert list(due.secrets.signing(NOW)) == ["whsec_new", secret_of("whk_1")]
    assert list(due.secrets.signing(NOW + OVERLAP)) == ["whsec_new"]
    assert "whsec" not in repr(due)


def test_gone_disables_the_webhook_and_what_is_left_has_to_wait(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, "evt_1", "evt_2")
    fan_out(storage)

    finish(storage, take(storage)[0], 410)

    webhook = storage.webhooks.get("whk_1")
    assert webhook.disabled == Disabled(at=NOW, reason="The receiver answered 410 Gone.")
    assert webhook.revision == 2
    assert take(storage) == []
    storage.webhooks.replace(replace(webhook, disabled=None), before=PRESENT)
    assert events_of(take(storage)) == ["evt_2"]


def test_days_of_failures_disable_a_webhook_and_a_success_forgives(storage: Storage) -> None:
    add(storage, "whk_1")
    happen(storage, *(f"evt_{n}" for n in range(5)))
    fan_out(storage)
    first, second, third, fourth, fifth = (take(storage)[0] for _ in range(5))

    finish(storage, first, 500)
    assert storage.webhooks.get("whk_1").failing_since == NOW
    finish(storage, second, 200, later=MINUTE)
    assert storage.webhooks.get("whk_1").failing_since is None
    finish(storage, third, 500, later=2 * MINUTE)
    finish(storage, fourth, 500, later=PATIENCE)
    assert storage.webhooks.get("whk_1").enabled
    finish(storage, fifth, 502, later=2 * MINUTE + PATIENCE)

    disabled = storage.webhooks.get("whk_1").disabled
    assert disabled is not None
    assert "for 5 days" in disabled.reason
    assert "answered 502" in disabled.reason


def test_a_deleted_webhook_takes_its_deliveries_along(storage: Storage) -> None:
    add(storage, "whk_1", "whk_2")
    happen(storage, "evt_1")
    fan_out(storage)
    taken = take(storage)

    storage.webhooks.delete("whk_1", before=PRESENT)

    for due in taken:
        finish(storage, due, 200)
    add(storage, "whk_1")
    assert storage.deliveries.log("whk_1", before=None, limit=9) == []
    (kept,) = storage.deliveries.log("whk_2", before=None, limit=9)
    assert kept.state is DeliveryState.DELIVERED
