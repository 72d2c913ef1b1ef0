"""Lets `python -m participation_lib` do what the `participation` command does."""

import sys

from participation_lib.cli import main

sys.exit(main())
