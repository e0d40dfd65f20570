"""`python -m app.cli`, for processes that start others."""

from app.cli import main

main()
