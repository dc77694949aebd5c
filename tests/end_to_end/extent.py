"""How much of a test that could go on for ever is run: little in a plain run, much under `tests/run --all`."""
import os


def rounds(short, long):
    return long if os.environ.get("LONG_TESTS") else short
