"""Checks of a system against its live database, a file each."""
