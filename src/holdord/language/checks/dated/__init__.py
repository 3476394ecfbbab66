"""Checks of the policy as of a day, and of what was confirmed until then: a file each."""
