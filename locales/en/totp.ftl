# One-time codes.
