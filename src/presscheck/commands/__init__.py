"""OPEN: one command of the command line each: `add(commands)` adds its parser, which names the function to run."""
