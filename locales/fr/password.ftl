# Mot de passe : règle, conseils.

rule-min-length = { $n } caractères au moins
rule-max-length = { $n } caractères au plus
rule-classes = { $n ->
    [4] minuscules, majuscules, chiffres et signes
   *[other] { $n } sortes parmi minuscules, majuscules, chiffres, signes
}
rule-plain-ascii = ni accent ni espace
rule-forbidden = aucun caractère que le portail refuse

advice-empty = Tapez un mot de passe, ou prenez une phrase proposée.
advice-follow-rules = Il manque encore un point de la liste.
advice-common = Ce mot de passe est parmi les premiers que les pirates essaient. Prenez des mots sans lien entre eux.
advice-word-and-year = Un mot et une année se devinent vite. Remplacez l’année par d’autres mots.
advice-keyboard = Des touches qui se suivent ou se répètent se devinent vite. Remplacez-les par un mot.
advice-personal = Votre nom, votre identifiant ou votre année de naissance sont connus d’autrui. Enlevez-les.
advice-place = Le nom de l’école, de la ville ou de l’académie se devine. Enlevez-le.
advice-date-or-phone = Une date, un numéro de téléphone ou un code postal se devinent vite. Remplacez-les par des mots.
advice-national-code = Un NUMEN ou un code d’établissement ne doit jamais servir de mot de passe. Enlevez-le.
advice-add-word = Ajoutez un mot sans lien avec les autres.

# La commande « password ».

cli-rule-assumed = La règle de cette académie n’est pas connue : celle-ci est supposée (douze caractères, quatre sortes).
cli-ask-password-to-check = Mot de passe à examiner (il ne s’affiche pas)
cli-password-accepted = accepté ({ $bits } bits selon la CNIL, force { $score } sur 4)
cli-password-refused = refusé ({ $bits } bits selon la CNIL, force { $score } sur 4)
cli-passphrase-bits = { $bits } bits

refusal-passwords-rejected = Mots de passe refusés : { $count }.
    .remedy = La raison de chacun est affichée. « rentree password suggest » propose des phrases qui conviennent.
refusal-no-passphrase = Aucune phrase de mots ne respecte cette règle, ou le système ne donne pas de hasard.
    .remedy = Demandez à l’assistance de votre académie la règle exacte, et laissez un gestionnaire de mots de passe en tirer un.
