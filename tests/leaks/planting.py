"""How a secret is put into a copy of a finished pack: a part of an archive, a page, a print, and nothing else of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pikepdf

Pack = Mapping[str, bytes]
WORKBOOK, DECK, PAGE, PRINT = (
    "workbook.xlsx",
    "executive-summary.pptx",
    "executive-summary.html",
    "executive-summary.pdf",
)
REPORT = "cjs-performance-report.html"


@dataclass(frozen=True)
class Secret:
    """What must not be seen: `words` for readers, `number` where it is one."""

    words: str
    number: str


def planted(pack: Pack, name: str, data: bytes) -> Pack:
    """The pack with other bytes of a file."""
    assert pack.get(name) != data, f"nothing was planted in {name}"
    return {**pack, name: data}


def rezipped(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], added: Mapping[str, bytes] | None = None
) -> bytes:
    """A copy of an archive with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            changed = changes[entry.filename](content) if entry.filename in changes else content
            assert (changed != content) == (entry.filename in changes), f"nothing was planted in {entry.filename}"
            new.writestr(entry, changed)
        for name, content in (added or {}).items():  # at the time of the others: that alone would give them away
            new.writestr(zipfile.ZipInfo(name, old.infolist()[0].date_time), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """The first `old` replaced."""
    return lambda data: data.replace(old.encode(), new.encode(), 1)


def behind_a_trend(deck: bytes) -> tuple[str, str]:
    """The parts of a small trend of a deck: its chart, and the workbook behind it."""
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        for slide in (name for name in parts.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)):
            found = re.search(rb'name="Trend \d+".*?<c:chart [^>]*r:id="(\w+)"', parts.read(slide), re.DOTALL)
            if found:
                relations = parts.read(f"ppt/slides/_rels/{slide[11:]}.rels").decode()
                (one,) = (
                    tag for tag in re.findall(r"<Relationship [^>]*>", relations) if f'Id="{found[1].decode()}"' in tag
                )
                chart = re.search(r"charts/(chart\d+)\.xml", one)
                assert chart is not None
                below = parts.read(f"ppt/charts/_rels/{chart[1]}.xml.rels").decode()
                book = re.search(r"embeddings/([\w.]+)", below)
                assert book is not None
                return f"ppt/charts/{chart[1]}.xml", f"ppt/embeddings/{book[1]}"
    raise AssertionError("no slide has a small trend")


def subbed(pattern: str, put: Callable[[re.Match[bytes]], bytes]) -> Callable[[bytes], bytes]:
    """The first match of a pattern replaced."""
    return lambda data: re.sub(pattern.encode(), put, data, count=1, flags=re.DOTALL)


def sub(name: str, inside: str, pattern: str, new: str) -> Callable[[Pack, Secret], Pack]:
    """As `part`, for the first match of a pattern."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        put = new.format(words=secret.words, number=secret.number).encode()
        return planted(pack, name, rezipped(pack[name], {inside: subbed(pattern, lambda _: put)}))

    return plant


def part(name: str, inside: str, old: str, new: str) -> Callable[[Pack, Secret], Pack]:
    """Puts `new` for `old` in a part of an archive; {words} and {number} stand for the secret."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        put = new.format(words=secret.words, number=secret.number)
        return planted(pack, name, rezipped(pack[name], {inside: swap(old, put)}))

    return plant


def added(name: str, inside: str, content: str) -> Callable[[Pack, Secret], Pack]:
    """Adds a part to an archive."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        text = content.format(words=secret.words, number=secret.number)
        return planted(pack, name, rezipped(pack[name], {}, {inside: text.encode()}))

    return plant


def page(old: str, new: str, name: str = PAGE) -> Callable[[Pack, Secret], Pack]:
    """Puts `new` for `old` in a page."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        put = new.format(words=secret.words, number=secret.number, old=old)
        return planted(pack, name, pack[name].replace(old.encode(), put.encode(), 1))

    return plant


def pdf(change: Callable[[pikepdf.Pdf, Secret], None]) -> Callable[[Pack, Secret], Pack]:
    """Changes a print."""

    def plant(pack: Pack, secret: Secret) -> Pack:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pack[PRINT])) as opened:
            change(opened, secret)
            opened.save(out, fix_metadata_version=False)  # or metadata are written anew, without what was planted
        return planted(pack, PRINT, out.getvalue())

    return plant
