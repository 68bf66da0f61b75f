"""An answer in forms to read; each is a pure function of the answer."""
