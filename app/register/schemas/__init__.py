"""What a record holds: the field set, the answers to it, and the forms."""
