"""The best figures so far of each judge's sets, under which none may fall unless a reason is given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

SLACK = 0.3  # points by which a figure may lie under its floor: processors round differently
RELATIVE = "balanced_others"  # a figure that hangs on which sets are scored together: held only where all are
Figures = Mapping[str, Mapping[str, float]]


def read(path: Path) -> dict[str, Any]:
    """The floors in a file: `judge`, `sets` (each with `digest` and `figures`) and `lowered`; none where there is no file."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"judge": "", "sets": {}, "lowered": []}
    return told


def write(path: Path, floors: dict[str, Any]) -> None:
    """The floors as a file that is easily read and compared."""
    path.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def under(floors: dict[str, Any], judge: str, now: Figures, digests: Mapping[str, str]) -> list[str]:
    """What lies under its floor, or cannot be held against it, a line each; sets without a floor are passed over."""
    lines = [] if floors["judge"] == judge else [f"the floors are those of the judge {floors['judge']!r}, this is {judge!r}"]
    for name in sorted(floors["sets"].keys() & now.keys()):
        floor = floors["sets"][name]
        if floor["digest"] != digests[name]:
            lines.append(f"{name}: this file is not the one that its floor was measured on")
        for key, least in floor["figures"].items():
            if key == RELATIVE and floors["sets"].keys() - now.keys():
                continue
            value = now[name].get(key)
            if value is None or not value >= least - SLACK:
                lines.append(f"{name}: {key} {value} is under its floor, {least}")
    return lines


def moved(floors: dict[str, Any], judge: str, now: Figures, digests: Mapping[str, str], reason: str) -> dict[str, Any]:
    """The floors with today's figures in place of the old; `lowered` keeps what fell, the day and the reason."""
    sets, lowered = dict(floors["sets"]), list(floors["lowered"])
    alone = bool(floors["sets"].keys() - now.keys())
    for name, told in now.items():
        old = sets.get(name, {}).get("figures", {})
        figures = {**told, RELATIVE: old[RELATIVE]} if alone and RELATIVE in old else told
        fallen = {key: [least, figures.get(key)] for key, least in old.items() if figures.get(key, -1.0) < least}
        if fallen:
            lowered.append({"date": date.today().isoformat(), "set": name, "from_to": fallen, "reason": reason})
        sets[name] = {"digest": digests[name], "figures": dict(figures)}
    return {"judge": judge, "sets": dict(sorted(sets.items())), "lowered": lowered}
