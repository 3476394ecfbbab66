"""Holdord carries out what a company's privacy policy promises.

A datum lives as long as some purpose holds it. The company writes its policy as facts in files; from those
facts Holdord finds, explains, exports, erases and expires people's data in the company's own databases, and
proves what it did. ``ARCHITECTURE.md`` says how the layers below this package fit together.
"""

__version__ = "0.1.0"
