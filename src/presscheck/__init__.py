"""presscheck: check every line of a draft against its sources."""

__version__ = "0.1.0"
