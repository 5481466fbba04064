"""The wheel, installed alone in a folder with the source gone, does the whole job as its own process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git would give."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(copy)]
    subprocess.run(build, check=True, capture_output=True, timeout=60)
    shutil.rmtree(copy)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which Python finds the installed wheel before anything else, and nothing tells of a terminal."""
    folder = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", str(folder), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=60)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, far from the repository."""
    return shutil.copytree(ROOT / "examples/harbour-fire", tmp_path_factory.mktemp("story") / "fire")


def presscheck(installed: dict[str, str], folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "presscheck", *argv]
    return subprocess.run(command, cwd=folder, env=installed, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_wheel_holds_code_and_data_only(wheel: Path) -> None:
    """In the wheel are the package, its data, its licence and nothing of the tests."""
    names = ZipFile(wheel).namelist()
    data = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/presscheck/data").rglob("*") if path.is_file()}
    assert data <= set(names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"presscheck"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_brings_its_manual_and_completions(wheel: Path) -> None:
    """What is installed beside the package lies where `man` and shells look for it, and is what the package itself holds."""
    data = ROOT / "src/presscheck/data"
    shared = {
        "share/man/man1/presscheck.1": data / "man/presscheck.1",
        "share/bash-completion/completions/presscheck": data / "completion/presscheck.bash",
        "share/zsh/site-functions/_presscheck": data / "completion/presscheck.zsh",
        "share/fish/vendor_completions.d/presscheck.fish": data / "completion/presscheck.fish",
    }
    with ZipFile(wheel) as archive:
        for name, file in shared.items():
            (inside,) = [each for each in archive.namelist() if each.endswith(f".data/data/{name}")]
            assert archive.read(inside) == file.read_bytes()


def test_it_is_the_wheel_that_runs(installed: dict[str, str], story: Path) -> None:
    """What these tests run is the installed wheel, not the repository."""
    where = [sys.executable, "-c", "import presscheck; print(presscheck.__file__)"]
    run = subprocess.run(where, cwd=story, env=installed, capture_output=True, text=True, check=True)
    assert Path(run.stdout.strip()).is_relative_to(installed["PYTHONPATH"])


def test_the_main_job(installed: dict[str, str], story: Path) -> None:
    """The example is checked against all its sources, every planted placeholder found, exit status 1."""
    run = presscheck(installed, story, "check", "draft.md", "--sources", "sources", "--format", "json")
    assert run.returncode == 1, run.stderr
    table = json.loads(run.stdout)
    assert table["draft"]["text"] == (story / "draft.md").read_text("utf-8")
    assert {source["name"] for source in table["sources"]} == {f"sources/{path.name}" for path in (story / "sources").iterdir()}
    assert {source["status"] for source in table["sources"]} == {"read"}, run.stderr
    placeholders = [finding for finding in table["findings"] if finding["code"] == "placeholder-citation"]
    assert any(finding["quote"] == "[Source 1]" for finding in placeholders)
    assert {"contradicted", "supported"} <= {verdict["outcome"] for verdict in table["verdicts"]}


def test_the_same_bytes_twice(installed: dict[str, str], story: Path) -> None:
    """Two runs give the same bytes, whatever the order in which Python hashes."""
    argv = ("check", "draft.md", "--sources", "sources", "--format", "json")
    one, two = (presscheck(installed | {"PYTHONHASHSEED": seed}, story, *argv).stdout for seed in ("1", "2"))
    assert one == two


def test_every_format_and_file(installed: dict[str, str], story: Path) -> None:
    """Each format is written to a file and to standard output alike."""
    for suffix in ("txt", "json", "html"):
        format_ = {"txt": "text"}.get(suffix, suffix)
        run = presscheck(installed, story, "check", "draft.md", "--format", format_)
        assert presscheck(installed, story, "check", "draft.md", "--output", f"report.{suffix}").returncode == 1
        assert (story / f"report.{suffix}").read_text("utf-8") == run.stdout
        (story / f"report.{suffix}").unlink()


def test_explain_and_version(installed: dict[str, str], story: Path) -> None:
    """The other commands find their data too."""
    assert presscheck(installed, story, "--version").stdout.startswith("presscheck ")
    assert "What to do" in presscheck(installed, story, "explain", "quote-contradicted").stdout
