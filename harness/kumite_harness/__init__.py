"""The Python side of kumite: runs a candidate's code in a child process and hands the answer to the judge.

It reports facts and never judges; expected answers do not exist here. `docs/protocol.md` says what travels on
which descriptor. Nothing is imported that is not needed: every module costs each case time to fork.
"""
