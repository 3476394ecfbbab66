"""What somebody with bad intentions tries on the public pages, and what comes of it."""
