# Refus de la carte d'inscription du second facteur.

refusal-totp-not-totp = Ce second facteur n’est pas une application d’authentification : il s’agit d’une clé, d’un SMS ou d’un autre système.
    .remedy = Suivez la procédure de votre académie pour ce second facteur ; son assistance peut vous aider.

refusal-totp-malformed = Le serveur a donné un code d’inscription incomplet ou trop faible. Rien n’a été inscrit.
    .remedy = Recommencez. Si cela se répète, prévenez l’assistance de votre académie.
