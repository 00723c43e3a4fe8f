# Codes à usage unique.
