"""What is wrong with a line that claims to be an antiderivative: its derivative is another one."""

from __future__ import annotations

from verifier.claims.claim import Claim
from verifier.explain.normal import normal_forms
from verifier.explain.pieces import size_of
from verifier.explain.wording import sentence
from verifier.kernel.setting import Setting
from verifier.language.expressions import Apply, Expression, Number
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

SHORT = 24  # nodes of a derivative that is shown


def other_derivative(claim: Claim, setting: Setting) -> str:
    """A sentence on the derivative that the line has instead of the integrand."""
    try:
        slope = _shortest(claim.left, claim, setting)
        if not slope:
            return "Its derivative is not the integrand."
        factor = _factor(claim, setting)
        than = f"{factor} times the integrand" if factor else f"and not `{to_text(claim.right)}`"
    except LimitExceeded:
        return "Its derivative is not the integrand."
    return sentence(f"its derivative is `{slope}`, {than}")


def _shortest(node: Expression, claim: Claim, setting: Setting) -> str:
    forms = normal_forms(node, setting, claim.context.total)
    texts = [to_text(form) for form in forms if size_of(form, SHORT + 1) <= SHORT]
    return min(texts, key=len, default="")


def _factor(claim: Claim, setting: Setting) -> str:
    """The number that the derivative is of the integrand, if it is one."""
    ratio = Apply("/", (claim.left, claim.right))
    for form in normal_forms(ratio, setting, claim.context.total):
        match form:
            case Apply("neg", (Number(),)) | Number():
                return to_text(form)
            case Apply("/", (over, Number())) if _is_number(over):
                return to_text(form)
            case _:
                pass
    return ""


def _is_number(node: Expression) -> bool:
    match node:
        case Number() | Apply("neg", (Number(),)):
            return True
        case _:
            return False
