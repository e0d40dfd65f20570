"""Pages of consultations: the public ones and the officials'."""
