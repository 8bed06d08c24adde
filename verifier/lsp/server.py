"""The protocol: what an editor says and asks, to the modules of this room and back.

Documents are kept by pygls. Judging happens in `background`; everything asked of the editor's side
is answered at once, from the text as it stands and the last judgement of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from verifier.about import __version__
from verifier.documents.files import is_derivation_file
from verifier.documents.load import load
from verifier.language.problems import Malformed
from verifier.language.source import Place
from verifier.lsp.background import Background, Job
from verifier.lsp.completion import candidates
from verifier.lsp.functions import described
from verifier.lsp.judged import Judged, edits_of
from verifier.lsp.positions import Positions, Span
from verifier.lsp.reading import Reading, read, word_at
from verifier.lsp.saying import code, hover, prose
from verifier.lsp.wire import SOURCE, diagnostic, item, lsp_range, position, symbol
from verifier.running.runner import Options
from verifier.running.session import Session

PAUSE: Final = 0.15
"""Seconds without a key before a text is judged."""


@dataclass(slots=True)
class _File:
    """An open derivation file."""

    text: str = ""
    version: int = 0
    judged: Judged | None = None
    timer: asyncio.TimerHandle | None = None
    _reading: Reading = field(default_factory=Reading)
    _read: str | None = None

    @property
    def reading(self) -> Reading:
        """What the text declares, or the last text that could be read; read when asked for."""
        if self._read != self.text:
            self._reading = read(self.text) or self._reading
            self._read = self.text
        return self._reading


class Server(LanguageServer):
    """Answers for the derivation files that are open."""

    def __init__(self, options: Options, pause: float = PAUSE) -> None:
        super().__init__(
            "verify", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental
        )
        self.pause = pause
        self.session = Session(options)
        self.background = Background(self.judge)
        self.files: dict[str, _File] = {}
        self.loop: asyncio.AbstractEventLoop | None = None

    # -- texts ---------------------------------------------------------------------------------

    def changed(self, uri: str, pause: float) -> None:
        """Take in the text as it stands, and have it judged after a pause."""
        document = self.workspace.get_text_document(uri)
        if not is_derivation_file(document.source.encode("utf-8", "replace")):
            self.closed(uri)
            return
        file = self.files.setdefault(uri, _File())
        # A lone surrogate, which JSON can carry, is in no file.
        text = document.source.encode("utf-8", "replace").decode("utf-8")
        file.text, file.version = text, document.version or 0
        if file.timer is not None:
            file.timer.cancel()
        self.background.forget(uri)
        job = Job(uri, file.version, file.text)
        self.loop = asyncio.get_running_loop()
        file.timer = self.loop.call_later(pause, self.background.ask, job)

    def closed(self, uri: str) -> None:
        """Forget a file and what was said of it."""
        file = self.files.pop(uri, None)
        self.background.forget(uri)
        if file is not None:
            if file.timer is not None:
                file.timer.cancel()
            self.publish(uri, None, [])

    def judge(self, job: Job, check: Callable[[], None]) -> None:
        """Judge a text, in the background: first its verdicts, then what wrong lines should be."""
        path = self.workspace.get_text_document(job.uri).path
        outcome = self.session.judge(job.text, path, check)
        document = None
        if not outcome.problems and not outcome.faults:
            try:
                document = load(job.text.encode("utf-8"), path)
            except Malformed:
                document = None
        self.hand_over(job, Judged(outcome, document))
        if document is not None and not outcome.passed:
            outcome = self.session.judge(job.text, path, check, repairs=True)
            self.hand_over(job, Judged(outcome, document))

    def hand_over(self, job: Job, judged: Judged) -> None:
        """Give what came of a text to the thread that speaks with the editor."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.done, job, judged)

    def done(self, job: Job, judged: Judged) -> None:
        """Show what came of a text, unless it has changed since."""
        file = self.files.get(job.uri)
        if file is None or file.version != job.version:
            return
        file.judged = judged
        positions = self.positions(job.text)
        found = [diagnostic(finding, positions) for finding in judged.findings()]
        self.publish(job.uri, job.version, found)

    def publish(self, uri: str, version: int | None, found: list[lsp.Diagnostic]) -> None:
        """Show these diagnostics of a file, and no others."""
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=found)
        )

    # -- places --------------------------------------------------------------------------------

    def positions(self, text: str) -> Positions:
        """The places of a text in the client's units."""
        return Positions(text, str(self.workspace.position_encoding))

    def at(self, params: Any) -> tuple[_File, Positions, Place] | None:
        """The file, and the place in it, that a request is about."""
        file = self.files.get(params.text_document.uri)
        if file is None:
            return None
        positions = self.positions(file.text)
        return file, positions, positions.place(position(params.position))

    # -- answers -------------------------------------------------------------------------------

    def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """The name under the cursor, and the verdict of its line."""
        if (found := self.at(params)) is None:
            return None
        file, positions, place = found
        said = []
        word = word_at(positions.line(place.line).partition("#")[0], place.column)
        if word is not None:
            said += _said_of(word[0], file.reading)
        judged = file.judged and file.judged.at(place)
        if judged and file.judged and _unchanged(file, judged.span):
            said.append(hover(judged.line, judged.derivation))
        if not said:
            return None
        text = "\n\n---\n\n".join(said)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text))

    def definition(self, params: lsp.DefinitionParams) -> lsp.Location | None:
        """Where the name under the cursor is declared."""
        if (found := self.at(params)) is None:
            return None
        file, positions, place = found
        word = word_at(positions.line(place.line).partition("#")[0], place.column)
        name = None if word is None else file.reading.named(word[0])
        if name is None:
            return None
        end = Place(name.place.line, name.place.column + len(name.name))
        return lsp.Location(params.text_document.uri, lsp_range(Span(name.place, end), positions))

    def completion(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """What may be written under the cursor."""
        if (found := self.at(params)) is None:
            return None
        file, positions, place = found
        offered = candidates(positions.lines, file.reading, place)
        items = [item(candidate, number) for number, candidate in enumerate(offered)]
        return lsp.CompletionList(is_incomplete=False, items=items)

    def symbols(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        """The outline: sections, and the names declared in each."""
        file = self.files.get(params.text_document.uri)
        if file is None:
            return []
        positions = self.positions(file.text)
        found = []
        for title, span in file.reading.sections:
            names = [name for name in file.reading.names if span.holds(name.place)]
            if names:
                whole = Span(span.start, max(span.end, *(name.whole.end for name in names)))
                begin = lsp_range(Span(span.start, span.start), positions)
                children = [symbol(name, positions) for name in names]
                found.append(
                    lsp.DocumentSymbol(
                        title,
                        lsp.SymbolKind.Namespace,
                        lsp_range(whole, positions),
                        begin,
                        children=children,
                    )
                )
        return found

    def actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        """Proved repairs of the lines in a selection, while the text is as it was judged."""
        uri = params.text_document.uri
        file = self.files.get(uri)
        if file is None or file.judged is None or file.judged.outcome.text != _normal(file.text):
            return []
        positions = self.positions(file.text)
        selected = Span(
            positions.place(position(params.range.start)),
            positions.place(position(params.range.end)),
        )
        found = []
        met: set[Place] = set()
        for line, repair in file.judged.repairs(selected):
            edits = [
                lsp.TextEdit(lsp_range(Span(edit.start, edit.end), positions), edit.new)
                for edit in edits_of(repair)
            ]
            about = [
                shown
                for shown in params.context.diagnostics
                if shown.source == SOURCE
                and shown.range.start.line <= line.span.end.line - 1
                and shown.range.end.line >= line.span.start.line - 1
            ]
            found.append(
                lsp.CodeAction(
                    f"Write `{repair.relation} {repair.expression}` (proved): {repair.change}",
                    lsp.CodeActionKind.QuickFix,
                    diagnostics=about,
                    is_preferred=line.span.start not in met,
                    edit=lsp.WorkspaceEdit(changes={uri: edits}),
                )
            )
            met.add(line.span.start)
        return found


def serve(options: Options) -> None:
    """Talk to one editor over standard input and output until it says goodbye."""
    made(options).start_io()


def made(options: Options, pause: float = PAUSE) -> Server:
    """A server with everything it answers."""
    server = Server(options, pause)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri, 0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri, server.pause)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    # Functions and not methods: pygls marks what it is given.

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        return server.hover(params)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def declared(params: lsp.DefinitionParams) -> lsp.Location | None:
        return server.definition(params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        return server.symbols(params)

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION)
    def completed(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        return server.completion(params)

    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def mended(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return server.actions(params)

    return server


def _said_of(word: str, reading: Reading) -> list[str]:
    """What a name of the file, or of the language, is; in Markdown."""
    if (name := reading.named(word)) is not None:
        return [f"{name.kind.value} {code(name.head)}: {code(name.says or '…')}"]
    if (known := described(word)) is not None:
        written, says = known
        return [code(written) + (f": {prose(says)}" if says else "")]
    return []


def _unchanged(file: _File, span: Span) -> bool:
    """Whether the lines of a span read as they did when they were judged."""
    if file.judged is None:
        return False
    rows = slice(span.start.line - 1, span.end.line)
    judged = file.judged.outcome.text.split("\n")[rows]
    return judged == _normal(file.text).split("\n")[rows]


def _normal(text: str) -> str:
    """A text as the reader keeps it, with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
