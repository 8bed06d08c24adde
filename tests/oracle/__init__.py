"""An independent judge of what is true, for tests only.

It shares no line with `verifier.algebra` or `verifier.kernel`, and no library with them either:
exact rationals from the standard library, point values of exp, log, sin, … from mpmath, intervals
of its own. Derivatives and limits come from one-sided power series instead of rules.
"""
