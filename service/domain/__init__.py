"""The words of the service as frozen objects; imports the standard library only."""
