"""The officials' pages about topics."""
