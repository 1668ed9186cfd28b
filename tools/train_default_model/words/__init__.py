"""The words the embedded model knows: a dictionary made from WordNet, and further words for the trained styles."""
