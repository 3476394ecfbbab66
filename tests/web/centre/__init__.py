"""The privacy centre, as people meet it."""
