"""Wordings of one field a line, for tests that try each."""


def each(table):
    return [
        (key, line.strip())
        for key, lines in table.items()
        for line in lines.strip().splitlines()
    ]
