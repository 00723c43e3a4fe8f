# Réseau, TLS, certificats.
