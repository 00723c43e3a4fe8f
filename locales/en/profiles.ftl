# Files for mail programs.
