# Académies, identifiants, liens, qui demander.
