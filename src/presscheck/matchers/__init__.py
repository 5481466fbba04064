"""Open folder: one module a way to match an editorial rule (see `presscheck.parts.Matcher`)."""
