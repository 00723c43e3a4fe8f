# Compte : mot de passe, secours, second facteur.
