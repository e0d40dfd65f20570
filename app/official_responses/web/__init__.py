"""The officials' pages about answers and decisions."""
