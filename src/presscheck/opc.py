"""An Office file's parts (Open Packaging Conventions), read within bounds, and the file written again with no other part touched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from presscheck import zipped
from presscheck.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TYPES = "[Content_Types].xml"
MEND = "Open it in Word, save it again as .docx and run again."

_STRICT = (  # the same words under other names, in files saved as "Strict Open XML"
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)
_DECLARED = re.compile(rb"=\"(" + b"|".join(re.escape(usual) for _, usual in _STRICT) + rb")(?=[\"/])")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ENTRIES = 10_000  # in the archive
_XML_BYTES = 48 * 1024 * 1024  # unpacked, of all parts that are read: some 10,000 pages
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of new parts: the same input gives the same bytes


@dataclass(frozen=True, slots=True)
class Relation:
    """What another part or address is to a part ("comments", "hyperlink"), where it is, and whether that is outside the file."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of the file; no more than `_XML_BYTES` of them are ever unpacked to be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self._left = _XML_BYTES
        self._strict: set[str] = set()
        if data.count(b"PK\x01\x02") > _ENTRIES:
            raise UnreadableError(name, f"this file has more than {_ENTRIES} parts, which no document has", MEND)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {_key(part.filename): part for part in self._zip.infolist()}
        except Exception as problem:  # zipfile raises a dozen kinds of error on a broken archive
            raise self._damaged(problem) from problem

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._parts

    def tree(self, part: str) -> _Element | None:
        """The XML of a part; None where there is no such part. Entities are not resolved, nothing is loaded."""
        from lxml import etree

        data = self._read(part)
        if data is None:
            return None
        for strict, usual in _STRICT:
            if strict in data:
                self._strict.add(_key(part))
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            raise self._damaged(problem) from problem

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part, by their ids; "" is the file itself."""
        tree = self.tree(_relations_of(part))
        found: dict[str, Relation] = {}
        for relation in [] if tree is None else tree.iterchildren("{*}Relationship"):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            inside = normpath(join("/", dirname(part), target)).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = Relation(kind, target if outside else inside, outside)
        return found

    def related(self, changed: dict[str, _Element], part: str, kind: str, new: str, content_type: str) -> None:
        """Put into `changed` what makes `new` a part of the file that is `kind` ("comments") to `part`."""
        from lxml import etree

        home = _relations_of(part)
        tree = self.tree(home)
        relations = etree.fromstring(f'<Relationships xmlns="{_RELATIONSHIPS}"/>') if tree is None else tree
        taken = {relation.get("Id", "") for relation in relations}
        space = _STRICT[1][0].decode() if _key(part) in self._strict else R[1:-1]
        target = new.removeprefix(f"{dirname(part)}/") if dirname(part) else new
        identity = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relation = etree.SubElement(relations, f"{{{_RELATIONSHIPS}}}Relationship")
        for name, value in (("Id", identity), ("Type", f"{space}/{kind}"), ("Target", target)):
            relation.set(name, value)
        changed[home] = relations
        if (types := self.tree(TYPES)) is not None:
            space = etree.QName(types).namespace or ""
            etree.SubElement(types, f"{{{space}}}Override", PartName=f"/{new}", ContentType=content_type)
            changed[TYPES] = types

    def saved(self, changed: Mapping[str, _Element], like: str) -> bytes:
        """The file with these parts in place of the old ones; all others are byte for byte what they were, in their order. A new part is
        written in the dialect of the part `like`. Raises UnreadableError where one of the others cannot be read."""
        zipped.check(self.data, self.name, "Word document")
        new = {_key(part): (part, self._written(part, root, like)) for part, root in changed.items()}
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self._parts.items():
                kept = zipfile.ZipInfo(entry.filename, entry.date_time)
                kept.compress_type, kept.external_attr, kept.create_system = entry.compress_type, entry.external_attr, entry.create_system
                archive.writestr(kept, new.pop(key)[1] if key in new else self._whole(entry))
            for part, data in new.values():
                added = zipfile.ZipInfo(part, _LONG_AGO)
                added.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(added, data)
        return file.getvalue()

    def _written(self, part: str, root: _Element, like: str) -> bytes:
        from lxml import etree

        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(self.name, "this file declares a document type, which no Word document does", MEND)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if _key(part if part in self else like) not in self._strict:
            return data
        strict = {usual: strict for strict, usual in _STRICT}
        return _DECLARED.sub(lambda found: b'="' + strict[found[1]], data)

    def _read(self, part: str) -> bytes | None:
        entry = self._parts.get(_key(part))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise UnreadableError(self.name, "this file is protected with a password", "Save it without one and run again.")
        data = self._unpacked(entry, self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            met = f"the text in this file is more than {_XML_BYTES // 2**20} MB when it is unpacked, which no document is"
            raise UnreadableError(self.name, met, MEND)
        return data

    def _whole(self, entry: zipfile.ZipInfo) -> bytes:
        return self._unpacked(entry, zipped.MOST_BYTES)

    def _unpacked(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without measure
            raise self._damaged(ValueError("a way of compression that Word does not use"))
        try:
            with self._zip.open(entry) as packed:
                return packed.read(most)  # what is there, whatever size the archive states
        except Exception as problem:  # as above, and zlib's
            raise self._damaged(problem) from problem

    def _damaged(self, problem: Exception) -> UnreadableError:
        detail = " ".join(str(problem).split())[:100]
        return UnreadableError(self.name, f"this is not a Word document (.docx), or it is damaged or cut short ({detail})", MEND)


def _key(part: str) -> str:
    """Names of parts are the same in capitals and small letters."""
    return part.lower().replace("\\", "/")


def _relations_of(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")
