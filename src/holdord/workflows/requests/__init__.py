"""People's requests, from arrival to proved answer.

`receiving` writes a request down and finds out who asks, `looking` finds what it reaches and plans,
`deciding` is what people decide, `correcting` what they put right, `by_hand` what they do themselves,
`carrying` does what was decided, in the steps of a durable run (`durable`), and `mailing` sends letters. What
is personal stands in the vault (`contents`), and nowhere else.
"""
