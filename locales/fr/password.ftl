# Mot de passe : règle, conseils.

rule-min-length = { $n } caractères au moins
rule-max-length = { $n } caractères au plus
rule-classes = { $n ->
    [4] des minuscules, des majuscules, des chiffres et des signes
   *[other] { $n } sortes de caractères parmi minuscules, majuscules, chiffres, signes
}
rule-plain-ascii = ni accent ni espace, pour qu'il se tape sur tous les claviers
rule-forbidden = aucun caractère que le portail refuse

advice-empty = Tapez un mot de passe, ou prenez une phrase proposée.
advice-follow-rules = Il manque encore un point de la liste.
advice-common = Ce mot de passe est parmi les premiers que les pirates essaient. Prenez des mots sans lien entre eux.
advice-word-and-year = Un mot et une année se devinent vite. Remplacez l'année par d'autres mots.
advice-keyboard = Des touches qui se suivent ou se répètent se devinent vite. Remplacez-les par un mot.
advice-personal = Votre nom, votre identifiant ou votre année de naissance sont connus d'autrui. Enlevez-les.
advice-place = Le nom de l'école, de la ville ou de l'académie se devine. Enlevez-le.
advice-date-or-phone = Une date ou un numéro de téléphone se devine vite. Remplacez-le par des mots.
advice-national-code = Un NUMEN ou un code d'établissement ne doit jamais servir de mot de passe. Enlevez-le.
advice-add-word = Encore trop facile à deviner. Ajoutez un mot sans lien avec les autres.

refusal-password-breaks-rule = Ce mot de passe ne respecte pas la règle du portail.
    .remedy = Regardez la liste : le point qui manque y est marqué. Une phrase proposée la respecte toujours.
refusal-password-rejected = Ce mot de passe est trop facile à deviner. Il n'a été envoyé nulle part.
    .remedy = Ajoutez des mots sans lien entre eux, ou prenez une phrase proposée.
refusal-password-holds-numen = Ce mot de passe contient un NUMEN ou un code d'établissement. Il n'a été envoyé nulle part.
    .remedy = Enlevez ce code. Le NUMEN ne se communique à personne ; choisissez une phrase proposée.
