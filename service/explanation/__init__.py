"""The answer in words: a summary, why we abstain, and a wording that is safe to print."""
