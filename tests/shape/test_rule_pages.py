"""The pages of the rules are those of the packs, and the pack that docs/packs.md shows is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from presscheck import packs, proof

ROOT = Path(__file__).parents[2]


def test_pages_are_as_the_packs_have_them() -> None:
    """Every rule has its section in docs/rules with why, basis, hits and examples, as `evals/rule_pages.py` makes it."""
    run = subprocess.run([sys.executable, ROOT / "evals" / "rule_pages.py"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_rule_was_measured() -> None:
    """Each rule that is in force without a profile has its hits for 1,000 articles."""
    told = (ROOT / "evals" / "rule_hits.toml").read_text("utf-8")
    rules = [rule for name in packs.names() for rule in packs.load(name).rules if not rule.profiles and not rule.off]
    assert not [rule.code for rule in rules if f'"{rule.code}" = ' not in told]


def test_the_pack_that_is_shown() -> None:
    """The example of docs/packs.md is a pack whose rule keeps its word."""
    shown = (ROOT / "docs" / "packs.md").read_text("utf-8").split("```toml\n")[2].split("```")[0]
    pack = packs.parse(shown, "house.toml")
    assert [rule.code for rule in pack.rules] == ["minister-hyphen"]
    assert not proof.faults(pack)
