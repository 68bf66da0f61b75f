"""What is done in the background, put together: the steps of every worker, and their thread."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from service.checking import Checker
from service.config import Settings
from service.jobs import JobRunner
from service.outbound import OutboundClient, OutboundPolicy
from service.rechecks import Rechecking
from service.storage import Storage
from service.webhook_delivery import WebhookDelivery
from service.working import BackgroundThread, Step, Worker

# Seconds that background work in a server stands back for each second of it: requests come first.
SERVER_REST: Final = 1.0


def background_steps(
    settings: Settings,
    storage: Storage,
    *,
    checker: Checker,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> tuple[Step, ...]:
    """All that is done in the background, by servers and by ``factcheck worker`` alike.

    ``clock`` gives the time with its zone, ``new_id`` an unguessable token of letters and digits.
    """
    runner = JobRunner(
        queue=storage.job_queue,
        checker=checker,
        clock=clock,
        timer=time.monotonic,
        new_id=new_id,
    )
    rechecking = rechecking_for(storage, checker=checker, clock=clock, new_id=new_id)
    delivery = webhook_delivery_for(settings, storage, clock=clock, new_id=new_id)
    return (runner.step, rechecking.recheck_some, delivery.deliver_some)


def background_thread(steps: Iterable[Step], *, rest: float = SERVER_REST) -> BackgroundThread:
    """A thread that runs the steps until it is stopped, once it is started."""
    return BackgroundThread(Worker(steps, timer=time.monotonic, rest=rest))


def rechecking_for(
    storage: Storage,
    *,
    checker: Checker,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Rechecking:
    """The use case of keeping the saved checks of ``storage`` current."""
    return Rechecking(
        rechecks=storage.rechecks,
        checker=checker,
        store=storage.claims,
        search=storage.search,
        clock=clock,
        timer=time.monotonic,
        new_id=new_id,
    )


def webhook_delivery_for(
    settings: Settings,
    storage: Storage,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> WebhookDelivery:
    """What a background worker needs to tell events to webhooks."""
    return WebhookDelivery(
        storage.deliveries,
        outbound_for(settings),
        new_id=new_id,
        clock=clock,
        timer=time.monotonic,
        jitter=random.SystemRandom().random,
    )


def outbound_for(settings: Settings) -> OutboundClient:
    """The way to other servers, as far as the settings let it lead."""
    return OutboundClient(
        OutboundPolicy(
            allowed=settings.outbound_allow,
            schemes=settings.outbound_schemes,
            ports=settings.outbound_ports,
        )
    )
