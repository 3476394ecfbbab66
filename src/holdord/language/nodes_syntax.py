"""The parser's complaints in the words of whoever wrote the file."""

import yaml

from holdord.words.finding import Finding
from holdord.words.place import Place

# How the parser's sentence begins, and what is mostly behind it. The first that fits counts.
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "look for a second colon in the line (put the text in quotes), or for wrong indentation above it",
    ),
    (
        "found character",
        "this character cannot begin a value",
        "put the value in double quotes",
    ),
    (
        "found unexpected document",  # "indicator" or "separator": the two parsers differ
        "a quotation mark is opened and not closed before the document ends",
        "close the quotation mark",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is opened and not closed before the file ends",
        "close the quotation mark",
    ),
    ("found unknown escape character", "a backslash here stands before a character that it cannot change",
     "write two backslashes, or use single quotes"),
    ("did not find expected ',' or '}'", "a brace is opened and not closed, or a comma is missing",
     "close the brace, or put a comma between the entries"),
    ("did not find expected ',' or ']'", "a bracket is opened and not closed, or a comma is missing",
     "close the bracket, or put a comma between the items"),
    ("expected ',' or '}'", "a brace is opened and not closed, or a comma is missing",
     "close the brace, or put a comma between the entries"),
    ("expected ',' or ']'", "a bracket is opened and not closed, or a comma is missing",
     "close the bracket, or put a comma between the items"),
    ("did not find expected node content", "something is missing here, or a bracket is opened and not closed",
     "write the value, or close the bracket"),
    ("did not find expected '-' indicator", "this line belongs to no item of the list above it",
     "begin it with '- ', or give it the indentation of the key it stands under"),
    ("expected <block end>", "this line does not fit the indentation of the lines above it",
     "give it the same indentation as the other keys of its map"),
    ("did not find expected key", "this line does not fit the indentation of the lines above it",
     "give it the same indentation as the other keys of its map"),
    ("could not find expected ':'", "a key stands here without a colon",
     "write 'key: value', with a blank after the colon"),
    ("did not find expected <document start>", "text stands here before the document begins",
     "begin the document with a line of three dashes (---)"),
    ("expected '<document start>'", "text stands here before the document begins",
     "begin the document with a line of three dashes (---)"),
    ("did not find expected alphabetic or numeric", "an ampersand or asterisk begins this value",
     "put the value in double quotes"),
    ("found a tab character", "a tab stands in the indentation of this line",
     "indent with spaces: YAML takes no tabs"),
    ("found undefined tag handle", "an exclamation mark begins this value", "put the value in double quotes"),
)  # fmt: skip


def syntax_finding(file: str, line: int, text: str, error: yaml.MarkedYAMLError, mark: yaml.Mark) -> Finding:
    """A finding for what the parser could not read. `line` lines of the file stand before `text`."""
    place = Place(file, line + mark.line + 1, mark.column + 1)
    problem = str(error.problem or error.context or "")
    if (tab := _tab_in_indentation(text, mark.index)) is not None:
        return Finding(
            "yaml-syntax",
            "a tab stands in the indentation of this line",
            "indent with spaces: YAML takes no tabs",
            Place(file, place.line, tab + 1),
        )
    for beginning, message, help in _SENTENCES:
        if problem.startswith(beginning):
            return Finding("yaml-syntax", message + _opened(line, error, mark), help, place)
    return Finding(
        "yaml-syntax",
        "the file cannot be read as YAML from here on" + _opened(line, error, mark),
        "compare the indentation and the quotation marks of this line with those above it",
        place,
    )


def _opened(line: int, error: yaml.MarkedYAMLError, mark: yaml.Mark) -> str:
    """Where the thing began in which the error is, if that is another line."""
    began = error.context_mark
    if began is None or began.line == mark.line:
        return ""
    return f" (it began in line {line + began.line + 1})"


def _tab_in_indentation(text: str, index: int) -> int | None:
    """The column, from 0, of a tab in the indentation of the line at `index`; None without one."""
    begin = text.rfind("\n", 0, index) + 1
    end = text.find("\n", begin)
    line = text[begin : end if end >= 0 else len(text)]
    indentation = line[: len(line) - len(line.lstrip())]
    return indentation.index("\t") if "\t" in indentation else None
