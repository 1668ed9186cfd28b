"""The materials themselves, family by family; `catalogue` puts them in one table."""
