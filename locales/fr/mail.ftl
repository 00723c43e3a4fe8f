# Serveurs de messagerie.
