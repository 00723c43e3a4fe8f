# The terminal only.

