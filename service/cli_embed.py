"""``factcheck embed``: vectors for the claims that have none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import click

from service.assembly import embedder_for, storage_for
from service.config import load_settings
from service.embedding import embed_missing, without_vectors

# A query may take longer here: nobody waits for an answer, and finding the next claims can mean
# passing over a million that are done.
QUERY_TIMEOUT_MS: Final = 60_000


@click.command("embed")
def embed_claims() -> None:
    """Make the vectors that claims lack, so that they are found by meaning too.

    It may be broken off and started again, and the service may run meanwhile.
    """
    settings = replace(load_settings(), query_timeout_ms=QUERY_TIMEOUT_MS)
    storage = storage_for(settings)
    try:
        storage.migrate()
        embedder = embedder_for(settings)
        if embedder.fingerprint is None:
            raise click.UsageError("there is no embedding model; set FACTCHECK_MODEL=bundled")
        waiting = without_vectors(storage.vectors, storage.claims, embedder)
        with click.progressbar(length=waiting, label="Embedding", show_pos=True) as bar:
            made = embed_missing(storage.vectors, embedder, progress=bar.update)
    finally:
        storage.close()
    click.echo(f"vectors made: {made}")
