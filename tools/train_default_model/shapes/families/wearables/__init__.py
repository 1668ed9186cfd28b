"""What is worn and carried by nobody: bags, shoes, glasses."""
