"""Other bodies' record formats, in and out.

Each format is one module with `read(data) -> SourceFile` and `write(records) -> bytes`.
They are pure: bytes and values in, values and bytes out. What has no home in our
fields stays in the record's sidecar, so that an export gives every source value back.
"""
