"""`countinghouse`, also as `python -m desktop_app`."""

import sys

from desktop_app import app


def main() -> None:
    sys.exit(app.main())


if __name__ == "__main__":
    main()
