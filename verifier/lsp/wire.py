"""Ours into the protocol's types."""

from __future__ import annotations

from typing import Final

from lsprotocol import types as lsp

from verifier.language.scope import Kind
from verifier.language.source import Place
from verifier.lsp.completion import Candidate, Sort
from verifier.lsp.judged import Finding, Severity
from verifier.lsp.positions import Position, Positions, Span
from verifier.lsp.reading import Name

SOURCE: Final = "verify"

_SEVERITIES: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFORMATION: lsp.DiagnosticSeverity.Information,
}
_SORTS: Final = {
    Sort.KEY: lsp.CompletionItemKind.Property,
    Sort.WORD: lsp.CompletionItemKind.Keyword,
    Sort.CONSTANT: lsp.CompletionItemKind.Constant,
    Sort.FUNCTION: lsp.CompletionItemKind.Function,
    Sort.NAME: lsp.CompletionItemKind.Variable,
    Sort.DEFINED_FUNCTION: lsp.CompletionItemKind.Function,
    Sort.DERIVATION: lsp.CompletionItemKind.Reference,
}
_KINDS: Final = {
    Kind.SYMBOL: lsp.SymbolKind.Variable,
    Kind.SIZE: lsp.SymbolKind.Number,
    Kind.DEFINITION: lsp.SymbolKind.Constant,
    Kind.FUNCTION: lsp.SymbolKind.Function,
    Kind.OPAQUE: lsp.SymbolKind.Function,
    Kind.DERIVATION: lsp.SymbolKind.Method,
    Kind.PARAMETER: lsp.SymbolKind.Variable,
    Kind.INDEX: lsp.SymbolKind.Variable,
}


def position(received: lsp.Position) -> Position:
    """A position that the client sent."""
    return Position(received.line, received.character)


def lsp_range(span: Span, positions: Positions) -> lsp.Range:
    """A span in the client's units."""
    start, end = positions.position(span.start), positions.position(span.end)
    return lsp.Range(lsp.Position(*start), lsp.Position(*max(start, end)))


def diagnostic(finding: Finding, positions: Positions) -> lsp.Diagnostic:
    """Something to underline."""
    return lsp.Diagnostic(
        lsp_range(finding.span, positions),
        finding.says,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
    )


def item(candidate: Candidate, number: int) -> lsp.CompletionItem:
    """Something to write; ``number`` keeps our order."""
    key = candidate.sort is Sort.KEY
    return lsp.CompletionItem(
        candidate.label,
        kind=_SORTS[candidate.sort],
        detail=candidate.detail or None,
        documentation=candidate.says or None,
        sort_text=f"{number:04}",
        insert_text=f"{candidate.label}:" if key else candidate.label,
    )


def symbol(name: Name, positions: Positions) -> lsp.DocumentSymbol:
    """A name in the outline."""
    end = Place(name.place.line, name.place.column + len(name.name))
    return lsp.DocumentSymbol(
        name.head,
        _KINDS[name.kind],
        lsp_range(name.whole, positions),
        lsp_range(Span(name.place, end), positions),
        detail=name.says,
    )
