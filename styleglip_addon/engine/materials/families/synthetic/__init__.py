"""Glass, plastics, rubber, wax and paint."""
