import sys; sys.path.insert(0,'/tmp')
import traceback, verifier.judging.deciding as D
import verifier.algebra.ring as R
o=R.DividesByZero.__init__
def init(self,*a):
    o(self,*a)
import verifier.kernel.judgement as J
oc=J.Judge.consider
def cons(self,*a):
    try: return oc(self,*a)
    except R.DividesByZero: traceback.print_exc(); raise
J.Judge.consider=cons
from attack_harness import t
print(t(eval(sys.argv[2]),sys.argv[1]))
