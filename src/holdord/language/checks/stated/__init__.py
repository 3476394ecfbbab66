"""Checks of the policy alone, a file each."""
