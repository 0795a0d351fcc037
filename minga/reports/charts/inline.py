"""SVG made fit to stand inside a page: its own ids, a name and a description, and nothing of the outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_FONT = re.compile(r"font-family:[^;]*;?\s*")
_USED = re.compile(r'(?:url\(|xlink:href=")#([^)"]+)')
_SHORT_FONT = re.compile(r"font:\s*((?:\w+\s+)*)([\d.]+)px\s[^;]*;?")
_NUMBER = re.compile(r"-?\d+\.\d+")


def inline(svg: bytes, prefix: str, title: str, description: str) -> str:
    """An SVG drawing as an element of an HTML page.

    Args:
        svg: as matplotlib wrote it.
        prefix: what every id in it begins with, so that several drawings can share a page.
        title: its name, one sentence.
        description: its alternative text.
    """
    root = ET.fromstring(svg)
    for child in [*root.findall(f"{_SVG}metadata"), *root.findall(f"{_SVG}defs")]:
        if child.tag.endswith("metadata") or child.find(f"{_SVG}style") is not None:
            root.remove(child)  # addresses and a stylesheet for the whole page: neither belongs in a page
    names: dict[str, str] = {}
    for found in _USED.findall(svg.decode()):
        names.setdefault(found, f"{prefix}-{len(names)}")
    for element in root.iter():
        _rewrite(element, names)
        if element.tag != "text":
            element.text = None  # indentation
        element.tail = None
    _, _, width, _height = (float(n) for n in root.attrib["viewBox"].split())
    root.attrib = {"viewBox": root.attrib["viewBox"], "role": "img", "style": f"max-width:{width:g}px",
                   "aria-labelledby": f"{prefix}-title {prefix}-desc"}
    for tag, words in (("desc", description), ("title", title)):
        element = ET.Element(tag, {"id": f"{prefix}-{tag}"})
        element.text = words
        root.insert(0, element)
    return ET.tostring(root, encoding="unicode")


def _rewrite(element: ET.Element, names: dict[str, str]) -> None:
    element.tag = element.tag.removeprefix(_SVG)
    attributes = {}
    for name, value in element.attrib.items():
        name = name.removeprefix(_XLINK)
        if name == "id":
            if value not in names:
                continue
            value = names[value]
        elif name == "transform" and value.startswith("rotate(-0 "):
            continue
        elif name == "d":
            value = _NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), " ".join(value.split()))
        elif name == "href":
            value = f"#{names[value[1:]]}"
        elif value.startswith("url(#"):
            value = f"url(#{names[value[5:-1]]})"
        elif name == "style":
            value = re.sub(r"url\(#([^)]*)\)", lambda found: f"url(#{names[found[1]]})", value)
            value = _SHORT_FONT.sub(r"font-size:\2px;font-style:\1;", _FONT.sub("", value))
        attributes[name] = value
    element.attrib = attributes
