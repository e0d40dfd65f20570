"""What pages and programs are both told."""
