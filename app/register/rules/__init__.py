"""Pure decisions about records: values and the time in, a value or an error out."""
