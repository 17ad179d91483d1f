"""Figures, each a ratio to a limit measured in the same run. Never asserted by tests.

    python -m tests.benchmarks [NAME …] [--json]

A benchmark is a module here with `measure(ground) -> Figure`; its name is the module's.
"""
