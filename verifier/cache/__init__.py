"""Verdicts kept between runs, by content: what did not change is not judged again.

An entry is found under a hash of everything that its verdict depends on (`keys`), the code of this
package included (`rules`), and it opens only where it was sealed (`kernel.ledger`), so that a
foreign, old, damaged or forged store is no worse than none (`store`, `folder`). Whatever fails
here, the run goes on without.
"""
