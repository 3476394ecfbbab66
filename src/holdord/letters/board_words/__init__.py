"""How the promise board speaks, in each language: states, reasons, and the summary of a week."""
