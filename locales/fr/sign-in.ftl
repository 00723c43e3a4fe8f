# La connexion à la messagerie : la forme de l’identifiant, l’attente, ce que dit la boîte une fois ouverte, l’aller-retour.

## La forme de l’identifiant
window-other-form = Essayer l’autre forme de votre identifiant ?
    .lead = Le serveur refuse « { $refused } » avec ce mot de passe. Il veut peut-être l’identifiant sous son autre forme.
    .text = Nous pouvons essayer une fois, avec le même mot de passe :
    .yes = Essayer une fois
    .no = Retaper le mot de passe
    .why = Si vous doutez du mot de passe, retapez-le plutôt : chaque refus compte, et trop de refus bloquent le compte.
cli-other-form = Le serveur refuse « { $refused } » avec ce mot de passe. Il veut peut-être « { $other } ».
cli-ask-other-form = Essayer cette forme une fois, avec le même mot de passe ? (o/n)

## L’attente
sign-in-wait = { $hours ->
    [0] { $minutes ->
        [one] Prochain essai possible dans une minute. D’ici là, nous n’envoyons rien : un refus de plus pourrait bloquer le compte.
       *[other] Prochain essai possible dans { $minutes } minutes. D’ici là, nous n’envoyons rien : un refus de plus pourrait bloquer le compte.
    }
   *[other] Prochain essai possible dans { $hours } heures. D’ici là, nous n’envoyons rien : un refus de plus pourrait bloquer le compte.
}
sign-in-wait-over = L’attente est finie : vous pouvez réessayer.
cli-attempts-left = { $n ->
    [0] Essais restants avant que nous nous arrêtions : aucun.
    [one] Il reste un essai avant que nous nous arrêtions.
   *[other] Il reste { $n } essais avant que nous nous arrêtions.
}
refusal-mail-held-back = L’essai n’a pas pu être noté sur cet ordinateur : rien n’a été envoyé à { $host }.
    .remedy = Vérifiez qu’il reste de la place sur le disque, puis recommencez. Sans cette note, un essai de trop pourrait bloquer votre compte.
refusal-mail-not-back = Le message envoyé à vous-même n’est pas revenu sur { $host } en une minute.
    .remedy = Il peut arriver plus tard : son objet commence par « Rentrée », et vous pouvez le supprimer. Réessayez dans un quart d’heure ; si rien n’arrive, demandez à l’assistance.

## Ce que dit la boîte
mailbox-quota = { $used } Mo occupés sur { $limit } Mo
mailbox-nearly-full = La boîte est presque pleine : pleine, elle ne reçoit plus rien. Videz la corbeille, puis supprimez les plus grosses pièces jointes.
mailbox-full = La boîte est pleine : elle ne reçoit plus rien, et ceux qui vous écrivent ne sont pas toujours prévenus. Videz la corbeille, puis supprimez les plus grosses pièces jointes.
mailbox-quarantine = { $n ->
    [one] Un rapport de quarantaine n’est pas lu : des messages utiles y sont peut-être retenus.
   *[other] { $n } rapports de quarantaine ne sont pas lus : des messages utiles y sont peut-être retenus.
}
mailbox-folders = Dossiers prévus par le serveur : { $names }
mailbox-said-by = D’après { $host }.
folder-drafts = brouillons
folder-sent = envoyés
folder-junk = indésirables
folder-trash = corbeille
folder-archive = archives

## Le renvoi automatique
window-forwarding = Renvoi automatique
window-forwarding-rule = Voir la règle
forwarding-off = Aucune règle active, d’après { $host }.
forwarding-on = Une règle active renvoie vos messages, d’après { $host } :
    .why = Hors de l’académie, vos messages (élèves, familles, collègues) ne sont plus protégés par elle, et une boîte personnelle pleine ou fermée les perd. Nous ne changeons rien : retirez la règle dans la messagerie sur le web, rubrique des filtres, si vous ne l’avez pas voulue.
forwarding-inside = Vers { $to }, dans l’académie ou au ministère.
forwarding-outside = Vers { $to }, hors de l’académie.
forwarding-outside-copy = Vers { $to }, hors de l’académie. Une copie reste dans votre boîte.
forwarding-outside-alone = Vers { $to }, hors de l’académie. Aucune copie ne reste dans votre boîte.
forwarding-some = Pour certains messages seulement.
forwarding-unreadable = Un filtre est actif sur { $host }, et nous ne savons pas le lire en entier. Regardez dans la messagerie sur le web s’il renvoie vos messages.
forwarding-not-reached = { $host }, qui garde les filtres, n’a pas répondu à temps : nous ne savons pas si vos messages sont renvoyés. Regardez dans la messagerie sur le web.
forwarding-refused = { $host } ne nous a pas laissés lire les filtres : nous ne savons pas si vos messages sont renvoyés. Regardez dans la messagerie sur le web.
forwarding-unknown = Nous ne pouvons pas le lire d’ici : voyez les filtres dans la messagerie sur le web.

## La liste
item-old-password-done = L’ancien mot de passe n’ouvre plus votre boîte
item-old-password-declared = Vous dites que l’ancien mot de passe n’ouvre plus votre boîte
item-old-password-left = Vérifier que l’ancien mot de passe n’ouvre plus votre boîte
item-round-trip-done = Un message parti de votre boîte y est revenu
item-round-trip-declared = Vous dites qu’un message parti de votre boîte y est revenu
item-round-trip-left = Vérifier qu’un message parti de votre boîte y revient
item-forwarding-done = Aucune règle ne renvoie vos messages hors de l’académie
item-forwarding-declared = Vous dites qu’aucune règle ne renvoie vos messages
item-forwarding-left = Retirer la règle qui renvoie vos messages hors de l’académie
proof-shut-out = { $host } refuse l’ancien mot de passe et accepte le nouveau.
proof-came-back = { $host } a reçu le message que vous vous êtes envoyé ; nous l’avons retiré.
why-still-opens = Le serveur laisse encore entrer avec l’ancien, sans doute pour quelques minutes.
why-not-back = Le message n’est pas revenu en une minute.
why-forwards = Une règle de votre boîte est active : elle est montrée plus bas.
doing-round-trip = Envoi d’un message à vous-même, et attente de son retour

## L’aller-retour
window-round-trip = Envoyer un message à moi-même
    .title = Vérifier l’aller et le retour
    .hint = Le message part de votre adresse et y revient en une minute au plus. Nous le retirons ensuite. Rien d’autre n’est touché.
cli-ask-round-trip = Vous envoyer un message à vous-même, pour voir qu’il revient ? Il est retiré ensuite. (o/n)
letter-round-trip-subject = Rentrée : message de contrôle
letter-round-trip-body =
    Ce message a été envoyé par Rentrée, à votre demande, de votre adresse vers elle-même : il prouve que l’envoi et la réception fonctionnent.

    Il est supprimé aussitôt vu. S’il est resté là, vous pouvez le supprimer.
purpose-filters = pour lire si un filtre renvoie vos messages
