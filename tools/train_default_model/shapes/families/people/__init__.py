"""People and what is like them: dressed characters, costumes, heads, skeletons, monsters."""
