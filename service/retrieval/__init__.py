"""Finding the claims that bear on a statement, on either side."""
