"""The privacy centre: the public pages, for people who use their rights."""
