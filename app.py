"""The chat page: python app.py is the same as sourcesay chat."""

import sys

from qa.cli import main

if __name__ == "__main__":
    sys.exit(main(["chat", *sys.argv[1:]]))
