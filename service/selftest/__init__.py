"""The self-test: asks the engine about variants of the corpus's own claims."""

from service.selftest.running import StatementChecker, run_selftest

__all__ = ["StatementChecker", "run_selftest"]
