# Mail servers.
