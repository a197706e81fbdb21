"""python -m qa: the command sourcesay."""

import sys

from qa.cli import main

sys.exit(main())
