"""Holdord does what a company's privacy policy says.

Data stays while a purpose needs it, and goes with the last one. The company states its policy in files. From
these Holdord finds, explains, exports, erases and expires people's data in the company's own databases, and
proves what it did. ``ARCHITECTURE.md`` says how the layers below this package fit together.
"""

__version__ = "0.1.0"
