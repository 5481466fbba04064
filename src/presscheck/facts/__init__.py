"""Open folder: one module a kind of fact, found in the draft and weighed against a passage (see `presscheck.parts.FactKind`)."""
