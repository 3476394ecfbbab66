"""The console: where staff see what is due, decide what is theirs to decide, and nothing more."""
