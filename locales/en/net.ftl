# Network, TLS, certificates.
