"""A process of the crew that dies as soon as it is started."""

import sys

sys.exit(5)
