### Thunderbird : le compte d’une personne, l’ordinateur entier, et le retour en arrière.

refusal-machine-needs-administrator = Seul un administrateur de cet ordinateur peut écrire { $path }.
    .remedy = Rien d’autre n’a été changé. Relancez la commande comme administrateur (sous Linux : sudo rentree machine apply), ou demandez-le au référent numérique.
refusal-machine-no-thunderbird = Aucun Thunderbird installé pour tout le monde n’a été trouvé.
    .remedy = Installez Thunderbird sur l’ordinateur, puis recommencez. Une installation Flatpak ou dans un dossier personnel ne lit pas ces réglages.
refusal-machine-unsupported = Sous macOS, ces réglages iraient dans une application signée et seraient perdus à la mise à jour suivante.
    .remedy = Rien n’a été écrit. Utilisez un profil de configuration, ou la commande « rentree thunderbird add » dans la session de chaque personne.
refusal-machine-autoconfig-taken = Thunderbird lit déjà une autre configuration automatique, nommée par { $path }.
    .remedy = Rien n’a été écrit : la nôtre ferait taire la vôtre. Ajoutez le compte dans votre propre fichier, ou retirez cette option.
refusal-machine-unusable-variable = « { $name } » n’est pas le nom d’une variable de session.
    .remedy = Donnez un nom comme USER ou MAIL : des lettres sans accent, des chiffres et le tiret bas.
refusal-machine-unreadable = Le fichier { $path } n’est pas compris (ligne { $line }).
    .remedy = Il n’a pas été modifié. Corrigez-le, ou mettez-le de côté, puis recommencez.

cli-thunderbird-no-profile = Thunderbird est installé ; il n’a pas encore de profil. « rentree thunderbird add » en prépare un.
cli-thunderbird-not-installed = Thunderbird n’a pas été trouvé sur cet ordinateur.
cli-thunderbird-profile = Profil que Thunderbird ouvre : { $profile }
cli-thunderbird-open = Thunderbird est ouvert : fermez-le avant d’ajouter ou de retirer un compte.
cli-thunderbird-ours = { $address } ({ $host }) : ajouté par ce logiciel.
cli-thunderbird-theirs = { $address } ({ $host }) : votre propre compte, ce logiciel n’y touche pas.
cli-thunderbird-no-account = Aucun compte de messagerie dans ce profil.
cli-thunderbird-backup = Copie du fichier d’avant : { $path }
cli-thunderbird-waiting = Fermez Thunderbird. Nous attendons au plus { $n } s…

cli-ask-bcc-warning = Faut-il que Thunderbird prévienne quand trois destinataires ou plus se voient ? (o/N)
window-bcc-warning = Prévenir si trois destinataires ou plus se voient
    .hint = Thunderbird propose alors de cacher les adresses (Cci).

cli-machine-dry-run = Essai : rien n’est écrit.
cli-machine-nothing = Rien à changer.
machine-kind-isp = Serveurs de l’académie pour l’assistant de Thunderbird
machine-kind-policies = Règles de Thunderbird
machine-kind-auto-config = Compte de la session
machine-did-made = créé
machine-did-replaced = écrit, après copie de l’ancien
machine-did-removed = supprimé
machine-did-restored = remis comme avant
machine-did-taken-out = nos lignes sont retirées, celles des autres restent
machine-did-left = modifié depuis par quelqu’un d’autre, laissé tel quel
machine-did-missing = n’est plus là
machine-did-in-place = en place
machine-skipped-login-not-derivable = Pas de fichier de serveurs : l’identifiant de cette académie ne se déduit pas de l’adresse. Chaque personne utilise « rentree thunderbird add ».
machine-skipped-servers-unknown = Les serveurs de messagerie de cette académie ne sont pas connus, ou n’ont pas répondu d’ici : seules les règles sont écrites.
machine-skipped-read-only-install = Ce Thunderbird (snap) ne lit que les règles.

window-tool-changes = Ce qui a été changé ici
window-changes = Voici ce que ce logiciel a écrit sur cet ordinateur. Vous pouvez revenir en arrière, ligne par ligne. Votre courrier n’est pas touché.
window-changes-none = Ce logiciel n’a rien changé sur cet ordinateur.
window-changes-when = Le { $when }
window-changes-backup = Copie de l’ancien :
change-made = Un fichier a été créé.
    .undo = Supprimer ce fichier
change-replaced = Un fichier a été remplacé.
    .undo = Remettre l’ancien fichier
change-account = Un compte a été ajouté parmi les vôtres.
    .undo = Retirer le compte
undone-restored = L’ancien fichier est de nouveau à sa place.
undone-removed = Le fichier est supprimé.
undone-missing = Le fichier, ou sa copie, n’était déjà plus là.
undone-changed = Ce fichier a été modifié depuis : il reste tel quel. Vous pouvez le supprimer vous-même.
undone-account-out = Le compte est retiré de Thunderbird. Vos autres comptes n’ont pas changé.
undone-account-gone = Aucun compte ajouté par ce logiciel n’était plus dans Thunderbird.
