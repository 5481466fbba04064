"""Open folder: one module a report format, Report in, bytes out (see `presscheck.parts.Writer`)."""
