# The ledger: what is kept on this computer.

refusal-ledger-unreadable = This program’s ledger cannot be read: { $path }
    .remedy = Without it the program cannot keep your account from being locked. Check that the file is yours, or ask the IT referent.
refusal-ledger-unwritable = This file cannot be written: { $path }
    .remedy = Check that there is room on the disk and that the folder is yours, then try again.
refusal-ledger-damaged = This program’s ledger was damaged. It was set aside: { $path }
    .remedy = You can go on. To be safe, a single password try is allowed for 24 hours.
refusal-ledger-too-new = This program’s ledger was written by a newer version.
    .remedy = Install the latest version of the program, then try again.
refusal-no-randomness = This computer gave no random number.
    .remedy = Restart the computer and try again. If it happens again, tell the authors of the program.
