"""Open folder: one module a file format, bytes in, Document out (see `presscheck.parts.Reader`)."""
