# The window only.
