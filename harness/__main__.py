"""`python -c` compiles this text at each start: it only hands over to `kumite_harness/start.py`, compiled long ago."""

import marshal
import posix

given = marshal.loads(posix.pread(6, posix.fstat(6).st_size, 0))
exec(given[1].pop(0)[1])
start(given)
