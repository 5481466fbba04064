"""The command line: arguments and files in, a report out, and an exit status: 0 nothing to report, 1 findings, 2 could not run."""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from presscheck import parts
from presscheck.errors import PresscheckError, SettingsError, UnreadableError
from presscheck.model import Document, Report, Source, Unreadable
from presscheck.terminal import visible

if TYPE_CHECKING:
    from presscheck.dismissals import Dismissal
    from presscheck.flow import Checker
    from presscheck.settings import Settings

SETTINGS = "presscheck.toml"
CHOSEN = ("profile", "judge", "endpoint", "model", "allow_remote", "max_tokens", "max_cost")  # settings that the command line may give
TRACEBACK = "--traceback"
FAILS = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
ITSELF = "this is the draft itself, and a draft cannot vouch for itself. It was left out; give the sources that it rests on."
WORDY = {  # these hold words that nobody here can read yet: in a folder they are told as unreadable, while a logo is passed over
    *(".doc", ".rtf", ".odt", ".pages", ".xls", ".ods", ".numbers", ".ppt", ".pptx", ".odp", ".key", ".msg", ".epub", ".zip"),
    *(".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".mov", ".mkv"),
}
LONGEST_SETTINGS = 1 << 20  # bytes
PIPE_WIDTH = 100  # columns
STOPPED, PIPE_CLOSED = 130, 141  # 128 and the number of the signal, as shells have it


def run() -> NoReturn:
    """The console script: `main`, then out at once. Freeing half a million words value by value would take a tenth of the run; whatever was
    to be written is written and flushed before."""
    gc.disable()  # one check is one short process: looking for cycles among its many lasting values took a tenth of its time
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a closed pipe has been told of already
            if stream:
                stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status. Every failure is one line on standard error."""
    try:
        arguments = _parser().parse_args(argv)
        status: int = arguments.run(arguments)
        return status
    except KeyboardInterrupt:
        _say("stopped; nothing was written")
        return STOPPED
    except BrokenPipeError:
        return PIPE_CLOSED
    except PresscheckError as problem:
        _say(f"error: {problem}")
    except MemoryError:
        _say("error: there is not enough memory for this. Check fewer or smaller sources at once; nothing was written.")
    except OSError as problem:
        place = problem.filename or "standard output"
        _say(f"error: {place}: the system says “{problem.strerror or problem}”. Check that the disk is in place and has room.")
    except UnicodeError as problem:
        _say(f"error: this text cannot be decoded or written ({problem}). Save it as UTF-8 and try again.")
    except Exception as fault:  # the last resort: whatever is wrong with us, a person at a desk gets a sentence
        if TRACEBACK in (sys.argv if argv is None else argv):
            raise
        _say(
            f"this is a fault in presscheck itself ({type(fault).__name__}: {fault}). Nothing was written. "
            f"Please report it, with the command; {TRACEBACK} shows details."
        )
    return 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        if "DRAFT" in message:
            message = "name the draft, before --sources: presscheck check DRAFT --sources PATH..."
        _say(f"error: {message}. See: {self.prog} --help")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="presscheck", description="Check every line of a draft against its sources.", allow_abbrev=False)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="check a draft against its sources", allow_abbrev=False, description=_check.__doc__)
    check.add_argument("draft", metavar="DRAFT", help="the draft: a file, or - for standard input")
    check.add_argument("--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files and folders the draft rests on")
    check.add_argument("--format", metavar="NAME", help="of the report: text (if nothing else is said), json or html")
    check.add_argument("--output", metavar="FILE", help="write the report here; its suffix chooses the format")
    check.add_argument("--fail-on", choices=tuple(FAILS), default="warning", help="the least that gives exit status 1 (%(default)s)")
    check.add_argument("--dismissals", metavar="FILE", help="findings to let stand; DRAFT.dismissed.toml if it is there")
    _choosing(check)
    check.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    check.add_argument("--endpoint", metavar="URL", help="a language model's address: http://localhost:11434/v1; see docs/judges.md")
    check.add_argument("--model", metavar="NAME", help="the model's name there")
    check.add_argument("--allow-remote", action="store_true", default=None, help="the endpoint may be on another machine")
    check.add_argument("--max-tokens", metavar="N", type=int, help="tokens of prompts that the check may take")
    check.add_argument("--max-cost", metavar="SUM", type=float, help="what it may cost, at the prices in the settings")
    check.add_argument("--stdin-name", metavar="NAME", help="a file name for standard input, which tells its format")
    check.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    check.set_defaults(run=_check)
    _add_editing(commands)
    _add_packs(commands)
    explain = commands.add_parser("explain", help="tell what a finding's code means", allow_abbrev=False, description=_explain.__doc__)
    explain.add_argument("code", metavar="CODE", nargs="?", help="for instance number-contradicted; all codes if not given")
    explain.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    explain.set_defaults(run=_explain)
    return parser


def _add_editing(commands: argparse._SubParsersAction[_Parser]) -> None:
    """`fix` and `dismiss`."""
    fix = commands.add_parser("fix", help="write a corrected copy of a draft", allow_abbrev=False, description=_fix.__doc__)
    fix.add_argument("draft", metavar="DRAFT", help="the draft: a Markdown or text file")
    fix.add_argument("--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files and folders the draft rests on")
    fix.add_argument("--output", metavar="FILE", help="the corrected copy; DRAFT with .fixed before its suffix if not given")
    fix.add_argument("--in-place", action="store_true", help="write over the draft itself")
    fix.add_argument("--no-comments", action="store_true", help="leave out the comments on what needs a person")
    fix.add_argument("--dismissals", metavar="FILE", help="findings to let stand; DRAFT.dismissed.toml if it is there")
    _choosing(fix)
    fix.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    fix.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    fix.set_defaults(run=_fix)
    dismiss = commands.add_parser("dismiss", help="let a finding stand, with a reason", allow_abbrev=False, description=_dismiss.__doc__)
    dismiss.add_argument("draft", metavar="DRAFT", help="the draft that the finding is of")
    dismiss.add_argument("mark", metavar="MARK", nargs="+", help="the finding's mark, as the report shows it: #3f2a91c0")
    dismiss.add_argument("--reason", required=True, metavar="TEXT", help="why it may stand")
    dismiss.add_argument("--by", required=True, metavar="NAME", help="who says so")
    dismiss.add_argument("--dismissals", metavar="FILE", help="where it is kept; DRAFT.dismissed.toml if not given")
    dismiss.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    dismiss.set_defaults(run=_dismiss)


def _add_packs(commands: argparse._SubParsersAction[_Parser]) -> None:
    """`pack check` and `pack try`."""
    pack = commands.add_parser("pack", help="check a rule pack, or try it on articles", allow_abbrev=False)
    doing = pack.add_subparsers(metavar="COMMAND", required=True)
    proving = doing.add_parser("check", help="prove a pack", allow_abbrev=False, description=_pack_check.__doc__)
    proving.add_argument(
        "packs", metavar="FILE", nargs="+", help="a file such as house.toml, or the name of a pack that comes with presscheck"
    )
    proving.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    proving.set_defaults(run=_pack_check)
    trying = doing.add_parser("try", help="count a pack's hits in articles", allow_abbrev=False, description=_pack_try.__doc__)
    trying.add_argument("pack", metavar="FILE", help="a file such as house.toml, or the name of a pack that comes with presscheck")
    trying.add_argument("articles", metavar="ARTICLES", nargs="+", help="files and folders; of JSON Lines each line is an article")
    trying.add_argument("--field", metavar="NAME", default="text", help="of a line, the field with the text (%(default)s)")
    trying.add_argument("--examples", metavar="N", type=int, default=3, help="hits shown of each rule (%(default)s)")
    _choosing(trying)
    trying.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    trying.set_defaults(run=_pack_try)


def _choosing(command: argparse.ArgumentParser) -> None:
    """Where the settings come from."""
    command.add_argument("--settings", metavar="FILE", help=f"settings; {SETTINGS} in this folder if not given")
    command.add_argument("--desk", metavar="NAME", default="", help="the settings' table [desk.NAME] in place of the rest")
    command.add_argument("--profile", metavar="NAME", help="whose code and law hold: US-AP, UK-IPSO, IE, AU, NZ, CA, IN, ZA")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from presscheck import __version__

        _write(f"presscheck {__version__}\n".encode())
        parser.exit()


def _check(arguments: argparse.Namespace) -> int:
    """Check every line of a draft against its sources. Exit status: 0 nothing to report, 1 findings, 2 could not run."""
    from presscheck import files
    from presscheck.flow import Checker

    checker = Checker(_settings(arguments), _say)
    types = _media_types()
    gathered = files.gather(arguments.sources, {*types, *WORDY})
    output = files.writable(arguments.output, (Path(arguments.draft), *gathered.files)) if arguments.output else None
    format_ = _format(arguments.format, arguments.output)
    with _Progress() as progress:
        draft = _draft(arguments.draft, arguments.stdin_name)
        sources = [_source(path, types) for path in progress.over("reading sources", gathered.files)]
        report = _report(checker, draft, sources, progress, _let_stand(arguments))
    _advise(checker)
    if checker.spent:
        _say(f"asked: {checker.spent}")
    _warn(gathered.skipped, [source for source in report.sources if isinstance(source, Unreadable)])
    if output:
        files.save(output, parts.load("writers", format_).write(report))
        _say(f"{output} written")
    else:
        _write(_shown(report, format_))
    return int(any(finding.level in FAILS[arguments.fail_on] for finding in report.findings))


def _settings(arguments: argparse.Namespace) -> Settings:
    """The settings of the file, with what the command line says in their place."""
    from presscheck import files, settings

    file = getattr(arguments, "settings", None)
    if file is None and Path(SETTINGS).is_file():
        file = SETTINGS
    chosen, desk = settings.Settings(), getattr(arguments, "desk", "")
    if file is not None:
        try:
            text = files.load(Path(file), LONGEST_SETTINGS).decode("utf-8")
        except UnicodeDecodeError as problem:
            raise SettingsError(f"{file}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again.") from None
        chosen = settings.parse(text, file, desk)
    elif desk:
        raise SettingsError(f"--desk {desk}: there is no {SETTINGS} here; name the file with --settings")
    for name in CHOSEN:
        if (value := getattr(arguments, name, None)) is not None:
            chosen = settings.change(chosen, {name: value}, f"--{name.replace('_', '-')}")
    if getattr(arguments, "endpoint", None) and not arguments.judge:
        chosen = settings.change(chosen, {"judge": "llm"}, "--endpoint")
    return chosen


def _format(name: str | None, output: str | None) -> str:
    """The report's format: by its name, else by the suffix of the file to write, else text."""
    if name and name not in parts.names("writers"):
        raise SettingsError(f"--format {name}: there is no such format; there are {', '.join(parts.names('writers'))}.")
    if name or not output:
        return name or "text"
    formats = {parts.load("writers", writer).SUFFIX: writer for writer in parts.names("writers")}
    suffix = Path(output).suffix.lower()
    if suffix not in formats:
        raise SettingsError(f"--output {output}: no report has the suffix “{suffix}”; there are {', '.join(formats)}. Or use --format.")
    return formats[suffix]


def _media_types() -> dict[str, str]:
    """The suffixes that can be read, each with its media type."""
    readers = [parts.load("readers", name) for name in parts.names("readers")]
    return {suffix: reader.MEDIA_TYPE for reader in readers for suffix in reader.SUFFIXES}


def _draft(given: str, stdin_name: str | None) -> Document:
    from presscheck import files, intake

    if given != "-":
        return intake.read(files.load(Path(given), intake.MAX_BYTES), Path(given).as_posix())
    if sys.stdin is None:
        raise UnreadableError("standard input", "it is closed", "Name the draft's file instead of -.")
    return intake.read(sys.stdin.buffer.read(intake.MAX_BYTES + 1), stdin_name or "<stdin>")


def _source(path: Path, types: dict[str, str]) -> Source:
    """The source, or why it could not be read."""
    from presscheck import files, intake

    name, data = path.as_posix(), b""
    try:
        data = files.load(path, intake.MAX_BYTES)
        return intake.read(data, name)
    except UnreadableError as problem:
        whole = 0 < len(data) <= intake.MAX_BYTES
        digest = hashlib.sha256(data).hexdigest() if whole else ""
        return Unreadable(name, types.get(path.suffix.lower(), "application/octet-stream"), digest, str(problem))


def _report(
    checker: Checker,
    draft: Document,
    sources: Sequence[Source],
    progress: Callable[[str, int, int], None],
    let_stand: Sequence[Dismissal] = (),
) -> Report:
    """The check, with the draft itself left out of its sources; the report says so."""
    told = [_unless_draft(source, draft) for source in sources]
    report = checker.check(draft, [source for source, kept in zip(sources, told, strict=True) if source is kept], progress, let_stand)
    return replace(report, sources=tuple(told))


def _unless_draft(source: Source, draft: Document) -> Source:
    """The source; where it is the draft itself, a note of that."""
    if isinstance(source, Document) and draft.id == source.id:
        return Unreadable(source.name, source.media_type, source.digest, f"{source.name}: {ITSELF}")
    return source


def _shown(report: Report, format_: str) -> bytes:
    """The report for standard output; a writer that can draw for a terminal is told its width, and whether it has colours."""
    writer = parts.load("writers", format_)
    if not (render := getattr(writer, "render", None)):
        return writer.write(report)
    terminal = bool(sys.stdout) and sys.stdout.isatty()
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if terminal else PIPE_WIDTH
    return str(render(report, width, _coloured(terminal))).encode("utf-8")


def _coloured(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _advise(checker: Checker) -> None:
    """One line where a better judge could be had, for people at a terminal."""
    if checker.better and sys.stderr and sys.stderr.isatty():
        _say(f"note: {checker.better}")


def _warn(skipped: Counter[str], unread: Sequence[Unreadable]) -> None:
    for source in unread:
        _say(f"warning: {source.message}")
    if skipped:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(skipped.items()))
        _say(f"skipped {skipped.total()} files in the folders of sources: {kinds}")


def _kept(arguments: argparse.Namespace) -> Path:
    """Where the draft's dismissals are kept."""
    from presscheck import dismissals

    return Path(arguments.dismissals or f"{arguments.draft}{dismissals.SUFFIX}")


def _let_stand(arguments: argparse.Namespace) -> tuple[Dismissal, ...]:
    """The dismissals that travel with the draft; a file that is named must be there."""
    from presscheck import dismissals, files

    file = _kept(arguments)
    if not arguments.dismissals and (arguments.draft == "-" or not file.is_file()):
        return ()
    try:
        return dismissals.parse(files.load(file, LONGEST_SETTINGS).decode("utf-8"), file.as_posix())
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{file}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again.") from None


def _dismiss(arguments: argparse.Namespace) -> int:
    """Let findings stand: each mark, with the reason and the name, is kept in a file beside the draft, which the next check reads."""
    from datetime import UTC, datetime

    from presscheck import dismissals, files

    draft = Path(arguments.draft)
    if not draft.is_file():
        raise UnreadableError(arguments.draft, "there is no such file", "Name the draft that was checked.")
    old = _let_stand(argparse.Namespace(draft=arguments.draft, dismissals=arguments.dismissals if _kept(arguments).is_file() else None))
    marks = [mark.removeprefix("#").lower() for mark in arguments.mark]
    today = datetime.now(UTC).astimezone().date().isoformat()
    new = [dismissals.Dismissal(mark, arguments.reason.strip(), arguments.by.strip(), today) for mark in marks]
    text = dismissals.write([*(each for each in old if each.fingerprint not in marks), *new])
    file = _kept(arguments)
    dismissals.parse(text, file.as_posix())  # what would not be read back is not written
    files.save(files.writable(file.as_posix(), (draft,)), text.encode("utf-8"))
    _say(f"{file} holds {len(old)} and {len(new)} more" if old else f"{file} written")
    return 0


def _fix(arguments: argparse.Namespace) -> int:
    """Write a corrected copy of a draft: help-lines, content notes, wording that is surely safe, names and quotations as the sources have
    them, sources in place of placeholders. What needs a person becomes a comment in the copy. Exit status: 0 nothing needs a person, 1
    something does,
    2 could not run."""
    from presscheck import files, intake, repair
    from presscheck.flow import Checker

    if arguments.in_place and arguments.output:
        raise SettingsError("--in-place and --output: choose one of the two")
    checker = Checker(_settings(arguments), _say)
    types = _media_types()
    gathered = files.gather(arguments.sources, {*types, *WORDY})
    path = Path(arguments.draft)
    draft = _draft(arguments.draft, None)
    original = draft.text
    if arguments.draft == "-" or draft.media_type not in repair.FORMATS:
        raise UnreadableError(arguments.draft, "fix writes Markdown and plain text", "Save the draft as one of the two and run again.")
    copy = path if arguments.in_place else Path(arguments.output or path.with_name(f"{path.stem}.fixed{path.suffix}"))
    if not arguments.in_place:
        files.writable(copy.as_posix(), (path, *(file for file in gathered.files if not _is_copy(file, path, copy))))
    elif "\ufffd" in draft.text:
        raise UnreadableError(arguments.draft, "bytes of it cannot be decoded, and would be lost", "Save it as UTF-8, or write a copy.")
    let_stand, told = _let_stand(arguments), list[str]()
    with _Progress() as progress:
        kept = [file for file in gathered.files if not _is_copy(file, path, copy)]
        read = [_source(file, types) for file in progress.over("reading sources", kept)]
        sources = [
            _unless_draft(source, draft) for source in read
        ]  # once: the copy is another text, and the draft still cannot vouch for it
        report = _report(checker, draft, sources, progress, let_stand)
        for _ in range(repair.ROUNDS):
            if not (made := repair.changes(report)):
                break
            told += [repair.line(report.draft, change) for change in made]
            draft = intake.read(repair.apply(report.draft.text, made).encode("utf-8", "surrogatepass"), draft.name)
            report = _report(checker, draft, sources, progress, let_stand)
    text = report.draft.text if arguments.no_comments else repair.remarked(report)
    if not (arguments.in_place and text == original):
        files.save(copy, text.encode("utf-8", "surrogatepass"))
    left = [finding for finding in report.findings if finding.level in FAILS["warning"]]
    where = "need a person; each is a comment in the copy" if text != report.draft.text else "need a person: presscheck check shows them"
    _write("".join(f"{visible(line)}\n" for line in told).encode("utf-8", "replace"))
    _say(f"{copy} written: {len(told)} edits; {len(left)} findings {where}")
    return int(bool(left))


def _is_copy(file: Path, draft: Path, copy: Path) -> bool:
    """Is it the draft itself, or a corrected copy of it?"""
    return os.path.realpath(file) in {os.path.realpath(draft), os.path.realpath(copy)} or file.name == f"{draft.stem}.fixed{draft.suffix}"


def _pack_check(arguments: argparse.Namespace) -> int:
    """Prove rule packs: each rule is whole, RE2 takes its patterns, it hits its bad examples where they are bold and none of its good
    ones. Exit status: 0 all are right, 1 a rule does not keep its word, 2 a file is wrong."""
    from presscheck import packs, proof

    failed = 0
    for name in arguments.packs:
        pack = packs.load(name)
        wrong = proof.faults(pack)
        failed += len(wrong)
        told = "".join(f"{visible(line)}\n" for line in wrong)
        _write(f"{told}{visible(name)}: {len(pack.rules)} rules, {len(wrong)} that do not keep their word\n".encode())
    return int(failed > 0)


def _pack_try(arguments: argparse.Namespace) -> int:
    """Count the hits of a rule pack in articles, for 1,000 of them, with examples. Exit status: 0 counted, 2 could not run."""
    from presscheck import files, packs, trial
    from presscheck.profiles import profile

    pack = packs.load(arguments.pack)
    gathered = files.gather(arguments.articles, {*_media_types(), ".jsonl", ".ndjson", ".gz"})
    with _Progress() as progress:
        articles = (article for file in progress.over("trying", gathered.files) for article in trial.articles(file, arguments.field))
        found = trial.tried(pack, articles, profile(_settings(arguments).profile), max(arguments.examples, 0))
    _write(trial.report(pack, found).encode("utf-8", "replace"))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    """Tell what a finding's code means, why it matters and what to do."""
    from presscheck import explain

    pages = explain.pages(_settings(arguments).packs)
    _write((explain.page(pages, arguments.code) if arguments.code else explain.index(pages)).encode())
    return 0


class _Progress:
    """Tells on a terminal how far long work is; silent for half a second, and where nobody watches."""

    def __init__(self) -> None:
        self._watched = bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + 0.5
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, doing: str, done: int, of: int) -> None:
        if self._watched and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            self._drawn = True
            sys.stderr.write(f"\r\x1b[K{doing} {done}/{of}")
            sys.stderr.flush()

    def over(self, doing: str, items: Sequence[Path]) -> Iterator[Path]:
        """The items, each told before its turn."""
        for number, item in enumerate(items):
            self(doing, number, len(items))
            yield item


def _say(line: str) -> None:
    """One line on standard error; whatever is in it cannot drive the terminal."""
    if sys.stderr:
        sys.stderr.write(f"presscheck: {visible(line)}\n")


def _write(data: bytes) -> None:
    """Bytes to standard output, whatever the locale."""
    if not sys.stdout:
        raise PresscheckError("standard output is closed, so there is nowhere to write; use --output FILE.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:
        _abandon_output()
        raise


def _abandon_output() -> None:
    """What is left in the buffer of a broken standard output goes nowhere, so that Python does not complain of it when it ends."""
    with suppress(OSError, ValueError):  # ValueError: it has no file descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
