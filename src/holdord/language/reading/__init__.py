"""Reading a policy that was written for people: text to facts, each with the sentence that says it."""
