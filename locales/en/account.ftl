# Account: password, recovery, second factor.
