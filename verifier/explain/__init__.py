"""Why a line fails and what it should be: after every line is judged, and without a verdict."""
