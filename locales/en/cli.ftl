# The terminal only.

mender-person = You can mend this yourself.
mender-referent = Your school's IT referent can help.
mender-rectorate = The academy's help desk can help.
mender-authors = This is a fault of the program: report it to its authors.
