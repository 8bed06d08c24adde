"""Derivatives by the entries of an array, and the conditions under which they exist.

A derivative looks at a neighbourhood. A step ``[u > 0]`` is constant where u is not 0; where it is,
nothing is known, or a declared convention takes the point out of the claim.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.algebra.derivative import times
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import ANY, NIL, NONZERO, Literal
from verifier.algebra.requirements import requirements
from verifier.algebra.switching import power_domain
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
)
from verifier.tensors.dimensions import total
from verifier.tensors.frame import Read
from verifier.tensors.slopes import by_entry
from verifier.tensors.switches import Switches
from verifier.tensors.upstream import links


class Gradients(Switches):
    """Reading of derivatives."""

    def _slope(self, body: Expression, variable: str, at: tuple[Expression, ...]) -> Expression:
        for name, by in links(self.names, body, variable, self.upstream):
            return self._through(name, by, variable, at)
        return self._directly(body, variable, at)

    def _through(self, name: str, by: str, variable: str, at: tuple[Expression, ...]) -> Expression:
        """The slope by the chain rule: the earlier gradient ``name``, which is by ``by``, times the
        slope of ``by``, summed over all its entries."""
        self.met.rests.add(name)
        bound = [(self.notation.index(), size) for size in self.notation.shapes.of(Name(by))]
        self.met.ranges |= {index: (ONE, size) for index, size in bound}
        entry = tuple(Name(index) for index, _ in bound)
        slope = self._directly(Entry(Name(by), entry), variable, at)
        return total(times(Entry(Name(name), entry), slope), bound)

    def _directly(self, body: Expression, variable: str, at: tuple[Expression, ...]) -> Expression:
        if variable not in self.names.context.symbols:
            self._at_value(variable)
        met = Read(ranges=self.met.ranges, heads=self.met.heads, nodes=self.met.nodes)
        letters = (*self.letters, variable)
        inner = type(self)(self.names, self.notation, self.closed, None, letters, met)
        smooth = inner.run(body)
        self.met.nodes = met.nodes
        slope = by_entry(smooth, variable, at, self.met.ranges)
        self._adopt(met, variable)
        self._seams(smooth, variable)
        for literal in requirements(slope, self.names):
            subject = self._settled(literal.subject, variable)
            self.require(subject, literal.mask, literal.origin, exact=False)
        self._powers_in_sums(slope, variable)
        return self._settled(slope, variable)

    def _powers_in_sums(self, slope: Expression, variable: str) -> None:
        """A root has no slope where it is 0: neither has a term of a sum, whichever it is."""
        parts = list(subexpressions(slope))
        for part in parts:
            match part:
                case Binder(_, _, index, lower, upper) if lower and upper:
                    self.met.ranges.setdefault(index, (lower, upper))
                case _:
                    pass
        for part in parts:
            match part:
                case Apply("^", (base, Number(exponent))) if variable in free_names(base):
                    mask = power_domain(exponent)
                    if mask != ANY:
                        self.require(self._settled(base, variable), mask, base, exact=False)
                case _:
                    pass

    def _at_value(self, variable: str) -> None:
        """A derivative by a defined name is taken at its value: every entry must have one."""
        shape = self.notation.shapes.of(Name(variable))
        at = []
        for size in shape:
            name = self.notation.index()
            self.met.ranges[name] = (ONE, size)
            at.append(Name(name))
        self.run(Entry(Name(variable), tuple(at)) if at else Name(variable))

    def _adopt(self, met: Read, variable: str) -> None:
        """Conditions that must hold around the point, as conditions at the point."""
        for literal in met.conditions:
            subject = self._settled(literal.subject, variable)
            given = literal.given
            self.require(subject, literal.mask, literal.origin, exact=literal.exact, given=given)
            if variable not in free_names(literal.subject):
                continue
            if literal.mask == NIL:
                raise Undecided
            if literal.mask & NIL and self.may_be_negative(literal.subject):
                strict = literal.mask & NONZERO
                self.require(subject, strict, literal.origin, exact=False)
        for literal, convention in met.off:
            subject = self._settled(literal.subject, variable)
            self.met.off[replace(literal, subject=subject), convention] = None

    def _seams(self, smooth: Expression, variable: str) -> None:
        """A step that the letter moves is constant nearby only where its argument is not zero."""
        for part in subexpressions(smooth):
            match part:
                case Apply(">", (u, _)) if variable in free_names(u):
                    unsigned = _unsigned(u)  # zero where u is
                    subject = self._settled(unsigned, variable)
                    heads = self.met.heads.get(part, set())
                    conventions = [self.names.convention(head) for head in heads]
                    literal = Literal(subject, NONZERO, self.origin_of(unsigned), exact=False)
                    if conventions and all(conventions):
                        self.met.off[literal, conventions[0]] = None
                    else:
                        self.require(subject, NONZERO, literal.origin, exact=False)
                case Binder("amax", body, _, _, _) if variable in free_names(body):
                    raise Outside("the greatest entry has no derivative rule here")
                case Apply("det", _) if variable in free_names(part):
                    # Jacobi's formula is stated with the inverse.
                    subject = self._settled(part, variable)
                    self.require(subject, NONZERO, subject, exact=False)
                case _:
                    pass

    def _settled(self, node: Expression, variable: str) -> Expression:
        """After differentiating, a defined name means its value again."""
        if variable in self.names.context.symbols or variable in self.letters:
            return node
        return self.opened(node, frozenset((variable,)))


def _unsigned(u: Expression) -> Expression:
    match u:
        case Apply("neg", (inner,)):
            return _unsigned(inner)
        case _:
            return u
