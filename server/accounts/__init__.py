"""Who is asking: users, their sessions and devices, how they sign in."""
