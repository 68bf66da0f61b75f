"""How a vector is kept: 8 bits a dimension to rank by, 1 bit a dimension to search by.

A vector has length 1, so its scale needs no keeping: the largest component is written as 127, and
the length is made 1 again on reading. The error of a cosine is some 0.002, far below what tells
two sentences apart. The code is the sign of each component, as in M. Charikar, "Similarity
estimation techniques from rounding algorithms", STOC 2002: the share of bits in which two codes
differ grows with the angle between the vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.domain.corpus import Candidate

# The number after which a revision has no more: where a reader stands that has read it all.
LAST_NUMBER = 2**63 - 1


def pack(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """The stored form of vectors, row by row."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors / np.where(largest > 0, largest, 1) * 127
    return np.rint(scaled).astype(np.int8)


def unpack(packed: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    """The vectors, of length 1 again."""
    vectors = packed.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def codes_of(packed: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """One bit a dimension, eight to a byte: whether the component is positive."""
    return np.packbits(packed > 0, axis=1)


def query_code(vector: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """The code of one vector, made exactly as that of a stored one."""
    code: npt.NDArray[np.uint8] = codes_of(pack(vector[np.newaxis]))[0]
    return code


def rows_of(blobs: Sequence[bytes]) -> npt.NDArray[np.uint8]:
    """Equally long byte strings as the rows of one array."""
    width = len(blobs[0]) if blobs else 0
    return np.frombuffer(b"".join(blobs), dtype=np.uint8).reshape(len(blobs), width)


def model_number(model: str) -> int:
    """A model's fingerprint in 63 bits: what a row can afford to carry, and no two models share."""
    return int.from_bytes(hashlib.sha256(model.encode()).digest()[:8], "big") >> 1


def same_passage(one: Candidate, other: Candidate) -> bool:
    """Whether a vector of the one is a vector of the other: same text, source and title."""
    return (one.claim.text, one.claim.source_id, one.source.title) == (
        other.claim.text,
        other.claim.source_id,
        other.source.title,
    )
