"""Versions of the policy: what changed, publishing, and telling the people concerned."""
