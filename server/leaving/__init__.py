"""Taking everything along, and deleting an account. It knows every feature that keeps something of a student."""
