"""The register's pages, files and feeds."""
