# Fichiers pour les logiciels de messagerie.
