"""Setting a claim beside a statement: comparisons with reasons, and the stance they add up to."""
