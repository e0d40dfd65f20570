"""Public records as files: JSON, linked data, tables, feeds and calendars.

Pure: values in, text or plain structures out. What an official wrote stays text in each
of them: HTML is escaped, formulas are neutralised, control characters are left out.
"""
