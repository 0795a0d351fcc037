"""Voilà's front end as one file: some seventy small ones that each page would ask for, one after the other.

Voilà's ``voila.js`` is a webpack bundle that says itself which files it needs before it starts: the list of its
entry, and for each shared module the files that bring it. Those are read from its text and put before it; webpack
takes what is there already and asks only for the rest, which is loaded when it is needed. Where a later version
writes this differently nothing is found, and ``voila.js`` asks for its files as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MAIN, PACK, LIGHT_PACK = "voila.js", "voila-pack.js", "voila-pack-light.js"
ENTRY = re.compile(r"Promise\.all\(\[((?:\w\.e\(\d+\),?)+)\]\)")
ASKED = re.compile(r"\b\w\.e\((\d+)\)")
SHARED = re.compile(r'(\d+):\(\)=>\w\("default","[^"]+",[^"]*?\(\(\)=>(.*?)\.then\(')
BRINGS = r'"{name}",[^"]*?\(\(\)=>(?:Promise\.all\(\[)?\w\.e\((\d+)\)[^"]*?\(\(\)=>\(\)=>\w\((\d+)\)\)'
UNUSED = {
    "@jupyterlab/mathjax-extension": 'r.d(e,{default:()=>p});const p={id:"@jupyterlab/mathjax-extension:plugin",'
                                     "autoStart:true,activate(){}};",
    "@lumino/datagrid": "",
}
"""What a page without formulas and grids would load all the same: a third of a megabyte."""
GROUP = re.compile(r"(?<=[{,])(\d+):\[(\d+(?:,\d+)*)\]")


def needed(main: str) -> list[str]:
    """Numbers of the files without which the bundle does not start, in the order in which it names them."""
    entry = ENTRY.search(main)
    if entry is None:
        return []
    shared = {key: ASKED.findall(asked) for key, asked in SHARED.findall(main)}
    groups = {key: members.split(",") for key, members in GROUP.findall(main)}
    found: dict[str, None] = {}
    open_now = ASKED.findall(entry[1])
    while open_now:
        number = open_now.pop(0)
        if number not in found:
            found[number] = None
            open_now += [asked for member in groups.get(number, []) for asked in shared.get(member, [])]
    return list(found)


def packed(read: Callable[[str], bytes | None], without: Mapping[str, str] | None = None) -> bytes:
    """The bundle with what it needs put before it.

    Args:
        read: gives one of Voilà's files by its name, None where there is none.
        without: packages that the page has no use for, and the module that stands in for each.

    Raises:
        FileNotFoundError: there is no ``voila.js``.
    """
    main = read(MAIN)
    if main is None:
        raise FileNotFoundError(MAIN)
    text = main.decode("utf-8")
    standing_in = dict(filter(None, (stand_in(text, name, code) for name, code in (without or {}).items())))
    parts = (standing_in.get(number) or read(f"{number}.{MAIN}") for number in needed(text))
    # Each in a function of its own, so that "use strict" at the head of one is not said of all.
    return b"\n".join([*(b"(function(){" + part + b"\n})();" for part in parts if part is not None), main])


def light(read: Callable[[str], bytes | None]) -> bytes:
    """The bundle for a page without formulas and without grids.

    Raises:
        FileNotFoundError: there is no ``voila.js``.
    """
    return packed(read, UNUSED)


def stand_in(main: str, name: str, code: str) -> tuple[str, bytes] | None:
    """The file that brings a package, by its number, with something else in it; None where that is not found."""
    found = re.search(BRINGS.format(name=re.escape(name)), main)
    group = re.search(r"self\.(webpackChunk\w+)", main)
    if found is None or group is None:
        return None
    number, module = found.groups()
    queue = f"self.{group[1]}"
    return number, f"({queue}={queue}||[]).push([[{number}],{{{module}:(m,e,r)=>{{r.r(e);{code}}}}}]);".encode()
