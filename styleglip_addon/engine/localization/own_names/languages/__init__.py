"""Names in other languages than English: tables of words for parts, and which language an object's names are in."""
