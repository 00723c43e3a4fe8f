# The ledger: what is kept on this computer.
