"""What is told of a secret: a column that proves who somebody is, and which nobody is shown."""

NOT_SHOWN = "held, not shown"
"""What stands in the place of a secret, wherever a person's data is told. Pages and letters translate it."""
