"""Pages on which participants write, and on which anyone reads what they wrote."""
