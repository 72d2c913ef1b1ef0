"""The server lives as long as the program that started it, and no longer."""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

__all__ = ["STARTED_BY_US", "stop_with_parent"]

STARTED_BY_US: Final = "PARTICIPATION_ATELIER"


def stop_with_parent() -> None:
    """Stop this Jupyter server, kernels included, when its standard input is closed.

    The launcher holds the other end: it closes it to stop the server, and the system
    closes it if the launcher dies. It works alike on Windows, macOS and Linux, where
    signals do not. Does nothing in a server that the launcher did not start.
    """
    if os.environ.pop(STARTED_BY_US, None) is not None:
        threading.Thread(target=_wait_then_stop, name="stop-with-parent", daemon=True).start()


def _wait_then_stop() -> None:
    from jupyter_server.serverapp import ServerApp

    sys.stdin.buffer.read()
    ServerApp.instance().stop(from_signal=True)
