"""The files of a policy's folder, as texts."""

import stat
from collections.abc import Iterator
from pathlib import Path

from holdord.words.finding import Finding, Severity
from holdord.words.place import Place

_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_folder(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """The texts of the folder's `*.yaml` files by path, in the order of names, and what could not be read."""
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        help = "name the folder in which the policy's files stand"
        return {}, [Finding("no-policy", f"the policy's folder {what}", help, Place(str(folder)))]
    try:
        names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        return {}, [_unreadable(folder, error)]
    for name in names:
        if name.endswith(".yaml"):
            text = read_file(folder / name, findings)
            if text is not None:
                texts[str(folder / name)] = text
    findings.extend(_ignored(folder, names))
    if not texts and not findings:
        help = "name the policy's folder with --policy or HOLDORD_POLICY; its files' names end in .yaml"
        findings.append(Finding("no-policy", "there is no policy in this folder", help, Place(str(folder))))
    return texts, findings


def _ignored(folder: Path, names: list[str]) -> Iterator[Finding]:
    for name in names:
        lower = name.lower()
        if lower.endswith((".yml", ".yaml")) and not name.endswith(".yaml"):
            yield Finding(
                "ignored-file",
                "this file is not read",
                "the names of a policy's files end in .yaml: give it such a name",
                Place(str(folder / name)),
                Severity.WARNING,
            )


def read_file(path: Path, findings: list[Finding]) -> str | None:
    """The text of one file; None, and a finding more, if it cannot be read or is not in UTF-8."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise OSError(None, "this is no ordinary file")  # a device or a pipe may have no end
        content = path.read_bytes()
    except OSError as error:
        findings.append(_unreadable(path, error))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.append(_not_utf8(path, content, error.start))
        return None


def _unreadable(path: Path, error: OSError) -> Finding:
    why = (error.strerror or "the system gives no reason").lower()
    return Finding("file-unreadable", f"this cannot be read: {why}", "make it readable", Place(str(path)))


def _not_utf8(path: Path, content: bytes, start: int) -> Finding:
    if encoding := _ENCODINGS.get(content[:2]):
        place, message = Place(str(path)), f"this file is in {encoding}"
    else:
        line_start = content.rfind(b"\n", 0, start) + 1
        column = len(content[line_start:start].decode("utf-8", "replace")) + 1
        place = Place(str(path), content.count(b"\n", 0, start) + 1, column)
        message = "this character is not in UTF-8"
    return Finding(
        "file-unreadable", message, "save the file as UTF-8 (in the editor: 'save with encoding')", place
    )
