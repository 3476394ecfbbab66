"""The promise board: how each promise of the policy stands, by what the records show.

`records` gathers the latest rows of the store; `controls` and `facts` are pure functions of them, of the
policy and of the moment; `board` puts them together; `recording` writes down when a promise begins to stand
otherwise.
"""
