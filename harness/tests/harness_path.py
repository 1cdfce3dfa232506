"""Puts the harness's own package on the path: every test imports this first."""

import pathlib
import sys

HARNESS = pathlib.Path(__file__).resolve().parent.parent

if str(HARNESS) not in sys.path:
    sys.path.insert(0, str(HARNESS))
