"""Open folder: one module a judge, Questions in, Opinions out (see `presscheck.parts.Judge`)."""
