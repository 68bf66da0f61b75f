"""One ONNX network with its tokenizer, opened on first use.

Opened late because onnxruntime's threads do not survive the fork of a server worker. One text or
pair at a time, without padding: an int8 network scales its activations over the whole input, so a
neighbour in a batch would change the answer.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Encoding, Tokenizer

from service.domain.errors import ModelUnusable
from service.inference.manifest import VerifiedFile


@dataclass(frozen=True, slots=True)
class _Opened:
    session: Any
    tokenizer: Tokenizer


class Network:
    """Runs token ids through the network; any number of threads may share one."""

    def __init__(self, weights: VerifiedFile, tokenizer: VerifiedFile, *, max_tokens: int) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        self._opening = threading.Lock()
        self._opened: _Opened | None = None

    @property
    def fingerprint(self) -> str:
        return self._weights.fingerprint

    def run(self, text: str, second: str | None = None) -> npt.NDArray[np.float32]:
        """The network's only output for one text or one pair: a vector."""
        opened = self._open()
        encoding: Encoding = opened.tokenizer.encode(text, second)
        inputs = {"ids": np.array([encoding.ids], dtype=np.int64)}
        if second is not None:
            inputs["types"] = np.array([encoding.type_ids], dtype=np.int64)
        (output,) = opened.session.run(None, inputs)
        vector: npt.NDArray[np.float32] = output[0]
        return vector

    def _open(self) -> _Opened:
        if self._opened is None:
            with self._opening:
                if self._opened is None:
                    self._opened = self._load()
        return self._opened

    def _load(self) -> _Opened:
        for file in (self._tokenizer, self._weights):
            # They were there when their hashes were checked, but are read only now.
            if not file.path.is_file():
                raise ModelUnusable(f"the file {file.path.name} is not there any more")
        tokenizer = Tokenizer.from_file(str(self._tokenizer.path))
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._max_tokens, strategy="longest_first")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = ort.InferenceSession(
            str(self._weights.path), options, providers=["CPUExecutionProvider"]
        )
        return _Opened(session, tokenizer)
