"""How gunicorn serves the application; its settings come from the same place as all others."""

import fcntl
import gc
import os
import sys
import tempfile
from pathlib import Path

from service.config import load_settings
from service.domain.errors import SettingsInvalid
from service.metrics_files import counts_folder
from service.working import BACKGROUND

try:
    settings = load_settings()
except SettingsInvalid as problem:
    sys.stderr.write(f"{problem}\n")
    sys.exit(2)

bind = str(settings.bind)
workers = settings.workers
threads = settings.threads
worker_class = "gthread"
# The application is built after the fork: no database connection and no model session is shared.
preload_app = False
timeout = 30
graceful_timeout = 20
keepalive = 5
# The application writes one line a request itself; from gunicorn, warnings are enough.
loglevel = "warning"
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "service.logs.json_formatter", "level": settings.log_level},
    },
    "filters": {"quotations": {"()": "service.logs.QuotationsLeftOut"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["quotations"],
        }
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": ["stderr"], "propagate": False},
    },
}
# Older releases do not know this name and pass over it.
control_socket_disable = True
# A heartbeat file on a disk can stall a worker; in memory it cannot.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
# All workers count in files of one folder; its name reaches them as prometheus_client expects it.
counts = counts_folder(worker_tmp_dir)
raw_env = [f"PROMETHEUS_MULTIPROC_DIR={counts.path}"]
limit_request_line = 8190
# nginx and its like are named by FACTCHECK_PROXIES; gunicorn itself trusts nobody.
forwarded_allow_ips = ""

# One byte for each worker that could answer. A record lock goes with its process, so a worker
# that is killed in the middle never keeps the next one waiting.
ready = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - open as long as the server.


# Python looks for cycles of dead objects each time so many more have been made than freed, and at
# all objects after every 10 times 10 such looks. A worker keeps claims read by the thousand, and a
# look at all of them takes 0.2 s, in the middle of an answer. Requests leave few cycles behind.
OBJECTS_BETWEEN_LOOKS = 50_000
LOOKS_BETWEEN_LONGER_LOOKS = 20


def collect_garbage_rarely() -> None:
    """Leave what was made before the first request alone for ever, and all else for longer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, LOOKS_BETWEEN_LONGER_LOOKS, LOOKS_BETWEEN_LONGER_LOOKS)


def post_worker_init(worker):  # type: ignore[no-untyped-def]
    """Begin the background work, then say that this worker can answer."""
    collect_garbage_rarely()
    if settings.background == "on":
        worker.wsgi.extensions[BACKGROUND].start()
    count_in(worker)


def worker_exit(_server, worker):  # type: ignore[no-untyped-def]
    """Let the background work end its step; a worker that could not start has none."""
    application = getattr(worker, "wsgi", None)
    if application is not None and settings.background == "on":
        application.extensions[BACKGROUND].stop(patience=5)


def child_exit(server, worker):  # type: ignore[no-untyped-def]
    """Keep the counts of a worker that has ended, whichever way, and its files no longer."""
    try:
        counts.retire(living=set(server.WORKERS))
    except OSError as error:
        # A full disk must not end the server.
        server.log.warning("the counts of worker %s are not added up: %s", worker.pid, error)


def on_exit(_server):  # type: ignore[no-untyped-def]
    """Leave nothing behind."""
    counts.remove()


def count_in(worker):  # type: ignore[no-untyped-def]
    """Count the workers that can answer; the last of the first set says how to ask."""
    fcntl.lockf(ready, fcntl.LOCK_EX)
    ready.write(b".")
    count = os.fstat(ready.fileno()).st_size
    fcntl.lockf(ready, fcntl.LOCK_UN)
    if count == settings.workers:
        sys.stdout.write(f"{example(worker)}\n")
        sys.stdout.flush()


def example(worker):  # type: ignore[no-untyped-def]
    """A command that asks this server something, for the shell of the person who started it."""
    host = settings.bind.host
    if host in {"0.0.0.0", "::"}:
        host = "127.0.0.1"
    # Port 0 means any free port, so the socket is asked for the one that it got.
    port = worker.sockets[0].getsockname()[1]
    host = f"[{host}]" if ":" in host else host
    question = "More than 5,000 people were arrested in Kazakhstan."
    key = " -H 'Authorization: Bearer fck_…'" if settings.asks_for_keys else ""
    return f"curl {host}:{port}{key} -d '{question}'"
