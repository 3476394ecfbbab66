"""Letters to people: what they are told about their data and their requests, in their language."""
