# L’ordinateur partagé, et ce qui reste à la fin.

shared = Ordinateur partagé
    .text = Rien de vous ne restera ici. Sans vous pendant un quart d’heure, tout s’efface.
shared-person = Vous l’avez indiqué au début.
shared-machine = La personne qui administre cet ordinateur l’a indiqué.
shared-pack = Votre académie le demande.

window-computer = Cet ordinateur est-il à vous ?
window-computer-own = Oui, à moi seul·e
window-computer-shared = Non, partagé : rien n’y restera

window-finish = Tout effacer de cet ordinateur
    .ask = Tout effacer maintenant ?
    .text = Le parcours s’arrête et ce que vous avez tapé est oublié. Ce qu’un serveur a enregistré le reste : votre mot de passe ne change pas.
    .shared = Tous les fichiers préparés ici sont retirés.
    .practice = C’est un entraînement : tout ce qu’il a préparé est retiré. Vos propres réglages ne sont pas touchés.
    .own = Le carnet de ce programme part aussi : les essais comptés, la liste de ce qu’il a écrit, la note pour reprendre. Vos réglages de messagerie restent : ils sont à vous, et ne contiennent aucun mot de passe.
window-finish-stay = Continuer le parcours

window-idle = Êtes-vous toujours là ?
    .text = { $n ->
        [one] Dans une seconde, tout sera effacé.
       *[other] Dans { $n } secondes, tout sera effacé.
    }
    .stay = Je suis là
    .hint = N’importe quelle touche suffit.
cli-idle = { $n ->
    [one] Êtes-vous toujours là ? Dans une seconde, tout sera effacé. Répondez pour continuer.
   *[other] Êtes-vous toujours là ? Dans { $n } secondes, tout sera effacé. Répondez pour continuer.
}
cli-welcome-shared = À chaque question : < pour revenir en arrière, Ctrl-C pour tout effacer de cet ordinateur.

ended-asked = C’est terminé. Nous avons tout effacé, puis regardé ce qui restait.
ended-idle = Personne n’était là depuis un quart d’heure. Nous avons tout effacé, puis regardé ce qui restait.
ended-clean = Il ne reste rien de vous sur cet ordinateur
ended-wanted = Ce qui devait être effacé l’est
ended-found = Il reste quelque chose à effacer
ended-looks = Ce que nous avons regardé
ended-next = Ce qu’un serveur a enregistré le reste. Pour reprendre ailleurs, il suffit de votre identifiant et de votre mot de passe.
window-ended-close = Fermer la fenêtre
window-ended-again = Revenir au début
window-open-file = Ouvrir : { $file }
    .hint = Pour l’imprimer ou le photographier. Le fichier disparaît à la fin.

look-files = Les fichiers préparés pendant ce parcours
look-ledger = Le carnet de ce programme
look-keyring = Le trousseau de la session
look-temporary = Les dossiers temporaires
look-page-store = La mémoire de la fenêtre
look-nothing = { $n ->
    [0] Rien ici.
    [one] Un élément effacé. Plus rien ici.
   *[other] { $n } éléments effacés. Plus rien ici.
}
look-read = { $n ->
    [0] Aucun fichier.
    [one] Un fichier relu : ni votre adresse, ni votre identifiant, ni votre mot de passe. Il disparaît à la fermeture.
   *[other] { $n } fichiers relus : ni votre adresse, ni votre identifiant, ni votre mot de passe. Ils disparaissent à la fermeture.
}
stays-attempts = Une ligne reste, sans votre nom : le compte des essais refusés, qui évite de bloquer le compte. Elle ne compte plus après le { $when } et s’efface au lancement suivant.
stays-wanted = { $n ->
    [one] Un réglage de messagerie reste : vous l’avez demandé. Il ne contient aucun mot de passe.
   *[other] { $n } réglages de messagerie restent : vous les avez demandés. Aucun ne contient de mot de passe.
}
stays-earlier = { $n ->
    [one] Un réglage plus ancien reste : ce parcours ne l’a pas écrit.
   *[other] { $n } réglages plus anciens restent : ce parcours ne les a pas écrits.
}
stays-no-keyring = Aucun trousseau ne répond ici : ce parcours n’a rien pu y garder.
stays-found = À effacer à la main, ou en fermant la session : { $paths }

doing-erasing = Effacement, puis vérification

refusal-not-on-shared = Sur un ordinateur partagé, aucun logiciel n’est réglé
    .remedy = Choisissez ce qui va sur votre téléphone ou sur papier. Chez vous, relancez Rentrée pour régler vos logiciels.

letter-files-subject = Vos réglages de messagerie
letter-files-body =
    Bonjour,

    Vous avez préparé ces fichiers sur un ordinateur partagé : ils n’y sont plus. Ouvrez-les sur votre téléphone ou chez vous.

    Aucun ne contient de mot de passe.
