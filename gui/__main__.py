"""`python -m gui` is `netglass`."""

import sys

from gui.command_line import main

sys.exit(main())
