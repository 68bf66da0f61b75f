"""Text to mentions: what a sentence counts, dates, names, quotes, denies and attributes."""
