"""Loads the demonstration in `seed/` through the services, never by SQL."""
