"""How tightly operators bind, loosest first: Python's order.

A floor tells how loose an operator may be inside the part that is being read.
"""

from __future__ import annotations

OR, AND, NOT, RELATION, SUM, PRODUCT, SIGN, POWER, ENTRY = range(1, 10)
LOOSEST = OR

INFIX = {
    **dict.fromkeys(("", ")", "]", ",", "..", "|"), 0),  # these end an expression
    "or": OR,
    "and": AND,
    **dict.fromkeys(("=", "==", "!=", "<", "<=", ">", ">="), RELATION),
    **dict.fromkeys("+-±∓", SUM),
    **dict.fromkeys("*/@", PRODUCT),
    "^": POWER,
    "[": ENTRY,
    ".T": ENTRY,
}
"""What stands behind an operand, and how tightly it binds."""
