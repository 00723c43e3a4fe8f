# Revenir, et ce qui est gardé pour cela.

resume = Reprendre là où vous en étiez
resume-who = { $name }, { $academy }, { $address }. Noté ici le { $day }.
resume-lead = Nous demandons de nouveau aux serveurs ce qui est fait : une seule connexion suffit.
resume-in-doubt = Un changement de mot de passe est en suspens : nous cherchons d’abord lequel est le bon.
resume-left = Il restait :
resume-nothing-left = Il ne restait rien à faire : vous pouvez tout vérifier de nouveau.
cli-ask-resume = Reprendre ? (o/n)
window-resume-go = Reprendre
window-resume-forget = Ce n’est pas moi
window-computer-note = Ce que Rentrée note ici
    .text = Pour reprendre d’un clic, Rentrée note sur cet ordinateur votre académie, votre nom, votre adresse et votre identifiant, pendant trente jours. Jamais un mot de passe.

task-resume = Ce que les serveurs confirment aujourd’hui
proof-asks-for-code = À une nouvelle connexion, { $host } demande un code.
proof-read-back = { $host } a une adresse de secours pour vous : { $address }
why-before = Noté lors de votre passage précédent. Aucun serveur ne peut nous le redire.
why-not-there = Nous venons de le demander au serveur : il ne le confirme pas.

doing-keeping = Rangement dans le trousseau de la session
cli-ask-use-kept = Un mot de passe est gardé dans le trousseau. L’utiliser ? (o/n)
window-use-kept = Utiliser le mot de passe gardé
    .hint = Vous avez demandé de le garder dans le trousseau de cet ordinateur.
window-keep = Vérifier plus tard sans le retaper ?
    .text = Le trousseau de votre session peut garder ce mot de passe pendant trente jours, chiffré, pour vos prochains bilans. Rien d’autre n’est gardé. « Tout effacer de cet ordinateur » l’efface.
    .yes = Garder le mot de passe
window-kept = Le mot de passe de votre messagerie est gardé dans le trousseau jusqu’au { $day }.
cli-ask-keep = Garder ce mot de passe dans le trousseau de la session, pendant trente jours, pour vos prochains bilans ? (o/n)
window-remind = Mettre des rappels dans mon agenda
    .hint = Un fichier à ouvrir avec votre agenda : adresse de secours, mot de passe, quarantaine.
window-later-title = Pour plus tard
    .text = Fermez quand vous voulez : au prochain lancement, « Reprendre » vous ramène ici.
    .shared = Sur votre propre ordinateur, relancez Rentrée : votre identifiant et votre mot de passe suffisent.
cli-ask-remind = Écrire un fichier de rappels pour votre agenda ? (o/n)
