"""The command `ungarble`: `python -m ungarble --help`."""

import signal
import sys

from ._ungarble import command


def main() -> int:
    """Runs the command with the arguments of the process and returns its exit status."""
    # Python would note an interrupt and wait for the command to end; the command handles it, or lets it end the process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
