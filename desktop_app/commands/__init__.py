"""One file per command of the command line. Each offers `add(subparsers)`."""
