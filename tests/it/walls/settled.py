"""Tries to take back that it ends with the judge and that nobody looks into it; says what holds afterwards."""

import ctypes

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE = 1, 2, 3, 4


def f():
    library = ctypes.CDLL(None)
    library.prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0)
    library.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    signal = ctypes.c_int(0)
    library.prctl(PR_GET_PDEATHSIG, ctypes.byref(signal), 0, 0, 0)
    return [signal.value, library.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)]
