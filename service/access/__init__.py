"""Who may do what, how often, and what was done: keys, limits, kept answers, the audit log."""
