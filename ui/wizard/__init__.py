"""The first run: how to begin, who and where, buildings, password, recovery code. What is asked and judged: app/first_run.py."""
