"""An outline into a document: names, domains, definitions and lines resolved, in file order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verifier.claims.claim import Context, denoted
from verifier.documents.conventions import read_convention
from verifier.documents.definitions import Definitions
from verifier.documents.derivations import Assumptions, Derivations
from verifier.documents.document import Document
from verifier.documents.limits import MAX_NAMES
from verifier.documents.names import split_at_commas
from verifier.documents.reader import Outline
from verifier.documents.resolution import Resolution
from verifier.documents.shaping import counting_note, shape_problems
from verifier.documents.symbols import Symbols
from verifier.documents.written import WrittenLine
from verifier.language.problems import Problem


def elaborate(outline: Outline, path: str, text: str) -> tuple[Document, list[Problem]]:
    """The document that an outline means; to be used only if there are no problems."""
    resolution = Resolution()
    symbols, definitions = Symbols(resolution), Definitions(resolution)
    derivations = Derivations(resolution)

    symbol_heads = symbols.announce(outline.symbols, 0)
    first = 2 * len(outline.symbols) + 1
    definition_heads = definitions.announce(outline.definitions, first)
    second = first + len(outline.definitions) + 1
    derivations.announce(outline.derivations, second)

    names = resolution.names
    if len(names.declared) > MAX_NAMES:
        last = list(names.declared.values())[MAX_NAMES]
        message = f"the file declares more than {MAX_NAMES:,} names"
        resolution.add(Problem(message, last.place, "split it into several files"))
        return Document(path, "", "", text, Context(), ()), resolution.problems
    symbols.resolve(outline.symbols, symbol_heads)
    shapes_known = not resolution.problems
    definitions.resolve(outline.definitions, definition_heads)
    assumed, matters = Assumptions(resolution).read(outline.assume)
    read = derivations.resolve(outline.derivations, second, matters)
    conventions = _conventions(outline.conventions, resolution)

    context = Context(
        symbols=symbols.domains,
        definitions=definitions.definitions,
        opaque=symbols.opaque,
        assumptions=tuple(assumption.relation for assumption in assumed),
        conventions=conventions,
    )
    if resolution.shaped and shapes_known:
        _check_shapes(resolution, context, derivations)
    document = Document(
        path,
        outline.title,
        outline.source,
        text,
        context,
        tuple(read),
        assumed,
        definitions.written,
        tuple(definitions.unresolved),
        {name: declaration.place for name, declaration in names.declared.items()},
        tuple(names.notes),
        names.scope,
    )
    return document, resolution.problems


def _check_shapes(resolution: Resolution, context: Context, derivations: Derivations) -> None:
    """Report shapes that do not fit, leaving out what rests on names that could not be read."""
    declared = resolution.names.declared
    values = {name: denoted(start, None, declared) for name, start in derivations.starts.items()}
    context = replace(context, values=values)
    known = {*context.symbols, *context.definitions, *context.opaque, *values}
    lost = declared.keys() - known
    shaped = [
        text
        for text in resolution.shaped
        if not any(resolution.reach.reaches(text.names, name) for name in lost)
    ]
    for problem in shape_problems(shaped, context):
        resolution.add(problem)
    if note := counting_note(shaped):
        resolution.names.notes.append(note)


def _conventions(lines: Sequence[WrittenLine], resolution: Resolution) -> frozenset[str]:
    """The conventions in their normal spelling, each value chosen once."""
    chosen: dict[str, str] = {}
    for line in lines:
        for part in split_at_commas(line.text):
            found = read_convention(part.strip())
            if isinstance(found, Problem):
                resolution.add(found)
                continue
            about, value = found
            if chosen.setdefault(about, value) != value:
                resolution.report(
                    f"`{about}` is chosen twice, as {chosen[about]} and as {value}",
                    part.strip(),
                    "keep one of them",
                )
    return frozenset(f"{about} = {value}" for about, value in chosen.items())
