# Words only the window uses: titles of screens, buttons, hints.

## The frame
window-skip = Aller au contenu
window-language = Langue
window-steps = Les sept étapes
window-where = Étape { $n } sur { $all }
window-step-past = étape passée
window-tools = Outils
window-tool-hosts = Serveurs contactés
window-tool-diagnose = Diagnostic
window-diagnose = Comprendre ce qui bloque
window-diagnosis-count = { $n } sur { $all } vérifications faites
window-diagnosis-others = Autres ports, pour comprendre ({ $n })
window-diagnosis-copy = Copier le rapport
window-diagnosis-save = Enregistrer le rapport
window-diagnosis-again = Recommencer
window-diagnosis-report = Rapport à transmettre
window-diagnosis-copied = Le rapport est copié : collez-le dans un message au référent numérique ou à l’assistance.
window-diagnosis-selected = Le rapport est sélectionné : appuyez sur Ctrl+C pour le copier.
window-diagnosis-saved = Le rapport est enregistré : { $path }
window-tool-about = À propos
window-tool-letter = Ma lettre
window-tool-referent = Référent numérique
window-tool-practice = S’entraîner
window-referent = Pour la personne qui aide ses collègues : ce que ce logiciel contacte, ce qu’il change, et de quoi s’entraîner.
window-practice-corner = L’académie d’entraînement fait vivre tout le parcours avec un compte inventé. De vrais serveurs tournent sur cet ordinateur seulement. Rien ne sort, rien n’est gardé.
window-practice-first = L’entraînement se choisit sur le premier écran. Ce qui est déjà fait sur les serveurs reste fait.
    .go = Revenir au premier écran
window-tool-failed = Cela n’a pas fonctionné. Fermez cette fenêtre, puis recommencez.
window-close = Fermer
window-error = Erreur
window-independent = Outil indépendant. Votre mot de passe n’ouvre que votre messagerie ; le reste se fait sur les pages officielles.
window-practice = Entraînement
    .text = Compte inventé : rien n’est réel ici.
window-practice-leave = Quitter l’entraînement
window-facts = À savoir dans votre académie
window-broken = La fenêtre n’a pas pu s’ouvrir correctement. Fermez-la, puis ouvrez-la de nouveau.

## What every screen uses
window-back = Retour
window-continue = Continuer
window-check = Vérifier
window-later = Plus tard
window-stop = Arrêter
window-show = Afficher
window-hide = Masquer
window-wait = Un instant…
window-doing-host = Avec { $host }.
window-at-most = { $n ->
    [one] Cela prend au plus { $n } seconde.
   *[other] Cela prend au plus { $n } secondes.
}
window-faults = { $n ->
    [one] Il manque une réponse
   *[other] Il manque { $n } réponses
}
window-tries = { $n ->
    [0] Aucun essai restant.
    [one] Un essai restant.
   *[other] { $n } essais restants.
}
window-type-again = Tapez-le de nouveau.
window-fault-find = Tapez une ville, un département ou une adresse
window-fault-platform = Choisissez votre messagerie
window-fault-given = Tapez votre prénom
window-fault-family = Tapez votre nom
window-fault-address = Tapez votre adresse professionnelle
window-fault-identifier = Tapez votre identifiant
window-fault-outcome = Dites-nous ce qui s’est passé
window-fault-password = Tapez votre mot de passe
window-fault-new-password = Tapez le nouveau mot de passe
window-fault-old-password = Tapez l’ancien mot de passe
window-fault-recovery = Tapez une adresse personnelle
window-fault-code = Tapez le code
window-fault-factor = Choisissez une réponse
window-fault-clients = Cochez au moins un élément

## Official pages and the desk
window-open = Ouvrir la page
window-open-failed = Le navigateur ne s’est pas ouvert. Tapez vous-même cette adresse : { $url }
window-page-named = « { $name } », à cette adresse :
window-page-address = Vous devez voir cette adresse en haut du navigateur :
window-practice-data = Donnée inventée.
window-source = Source : { $source }.
window-practice-page = À l’entraînement, le navigateur ouvre une copie sur cet ordinateur : l’adresse affichée sera différente.
window-desk = Qui peut vous aider ?
window-desk-phone = Téléphone :
window-desk-form = Ouvrir le formulaire d’aide
window-hand-off = Cela se fait sur une page officielle de votre académie. Nous vérifions ensuite ce qui peut l’être.
window-hand-off-ready = Préparez
window-hand-off-go = Ouvrez la page
window-hand-off-check = Comparez l’adresse, lettre par lettre, avant de taper quoi que ce soit.
window-hand-off-tell = De retour ici, dites-nous ce qui s’est passé
window-outcome-done = C’est fait, et c’est vérifié
window-outcome-mixed = Voici où vous en êtes
window-outcome-mixed-lead = Ce qui est prouvé, ce que vous dites, ce qui reste.

## Your academy
window-find = Où travaillez-vous ?
    .lead = Une question à la fois, jusqu’à votre messagerie.
    .label = Votre ville, département ou établissement
    .hint = Ou une adresse, un code, un lien.
    .go = Chercher
window-found = { $n ->
    [0] Aucun résultat. Essayez le nom d’une ville ou un numéro de département.
    [one] Un résultat. Choisissez-le pour continuer.
   *[other] { $n } résultats. Choisissez le vôtre pour continuer.
}
window-numen = Ceci ressemble à votre NUMEN. Ne le tapez pas ici : il est personnel. Nous l’avons retiré du champ.
window-practice-offer = Essayer avec un compte inventé
window-practice-entrainement = Tout se fait ici, du premier mot de passe à la double sécurité.
window-practice-entrainement-web = Comme dans la plupart des académies : des pages web à ouvrir.
window-promises = Nos promesses
window-promise = Ce que nous promettons
window-promise-1 = Rien n’est envoyé ailleurs qu’à votre académie.
window-promise-2 = Aucun mot de passe n’est gardé sur cet ordinateur sans votre accord.
window-promise-3 = Rien n’est dit « fait » sans la preuve d’un serveur.
window-never = Ce que nous ne demandons jamais
window-never-1 = Votre numéro de sécurité sociale, votre compte en banque.
window-never-2 = Votre mot de passe par message ou par téléphone.
window-never-3 = Votre NUMEN, sauf s’il est votre premier mot de passe.
window-publisher = Rentrée est un logiciel libre (licence EUPL-1.2), publié par les personnes qui l’écrivent. Son code peut être lu par tous.
window-platform = Quelle messagerie utilisez-vous ?
    .lead = Deux messageries existent dans votre académie. Celle que vous ouvrez aujourd’hui dans un navigateur est la bonne.
    .legend = L’adresse de votre messagerie
window-webmail-unknown = Adresse non connue

## Your identity
window-identify = Qui êtes-vous ?
    .lead = Recopiez votre lettre.
window-given = Prénom
window-family = Nom
window-address = Adresse professionnelle
    .hint = Elle finit par @{ $domain }.
window-identifier = Identifiant
    .hint = Souvent court, sans accent, parfois suivi d’un chiffre.
window-likely-address = La vôtre est-elle ici ?
window-likely-identifier = Comme sur votre lettre ?
window-login-form = Attendu : { $form }.
window-where-found = Où trouver cela ?
    .none = Pas de lettre, ou un doute ? Demandez au secrétariat de votre établissement, puis à votre gestionnaire aux ressources humaines (DSDEN ou rectorat).
window-letter-map-1 = Votre identifiant : recopiez-le lettre par lettre.
window-letter-map-2 = Votre mot de passe provisoire, avec ses majuscules et ses minuscules.
window-letter-map-3 = Votre NUMEN : il est secret. Ne le recopiez pas ici.
window-where-address = Où lire l’adresse ?
    .text = Tout en haut du navigateur, entre le cadenas et la première barre oblique. Chaque lettre compte.
window-servers = Les serveurs de votre académie répondent
    .lead = Certificat valable : personne n’écoute.
window-servers-not = Un serveur ne répond pas
    .lead = Vous pouvez continuer : la vérification de la boîte aux lettres restera dans votre liste.
window-imap = Lire le courrier
window-smtp = Envoyer le courrier
window-server-reached = Il répond, certificat valable.
window-server-mute = Il ne répond pas depuis ce réseau.
window-server-unknown = Son adresse n’est pas connue.
window-confirm = Est-ce bien votre académie ?
    .text = Ces adresses viennent du réseau et non de nos données vérifiées. Ne les acceptez que si vous les reconnaissez, ou si l’assistance vous les a données.
window-confirm-yes = Oui, je les reconnais
window-confirm-no = Non, continuer sans

## Your password
window-hold = Qu’avez-vous en main ?
window-lost = Retrouver un accès
    .lead = Une page officielle permet de choisir un nouveau mot de passe. Voici comment vous y préparer.
window-lost-with = Si une adresse de secours est déjà enregistrée
window-lost-without = Si vous n’en avez pas
window-lost-did = J’ai un nouveau mot de passe
window-lost-did-not-work = Cela n’a pas fonctionné
window-lost-later = Plus tard
window-sign-in-first = Votre premier mot de passe
    .lead = Il ne va qu’au serveur de votre académie.
    .label = Mot de passe provisoire
window-sign-in-own = Votre mot de passe
    .lead = Il ne va qu’au serveur de votre académie.
    .label = Mot de passe
window-sign-in-application = Votre mot de passe d’application
    .lead = C’est celui que vous venez de créer dans votre messagerie, pas celui de votre compte.
    .label = Mot de passe d’application
window-sign-in-who = Pour l’identifiant
window-password-hint = Majuscules et minuscules comptent.
window-elsewhere = Ce mot de passe a déjà été refusé ailleurs aujourd’hui
window-attempts = { $n ->
    [0] Plus d’essai aujourd’hui, pour ne pas bloquer le compte.
    [one] Un seul essai, pour ne pas bloquer le compte.
   *[other] { $n } essais au plus, pour ne pas bloquer le compte.
}
window-new-password = Choisissez votre mot de passe
    .lead = À vous seul. Trois ou quatre mots valent mieux qu’un mot compliqué.
    .must = Votre compte en exige un nouveau d’abord.
    .label = Nouveau mot de passe
    .hint = Affichez-le pour le relire.
window-rules = Règles de votre académie
window-rules-assumed = Règles habituelles
window-rule-met = respecté
window-rule-unmet = pas encore
window-strength-0 = Très facile à deviner.
window-strength-1 = Facile à deviner.
window-strength-2 = Encore trop facile à deviner.
window-strength-3 = Difficile à deviner.
window-strength-4 = Très difficile à deviner.
window-phrases = Besoin d’une idée ?
window-phrases-show = Proposer des phrases
window-phrases-other = D’autres phrases
window-cnil-bits = { $n } bits selon la CNIL.
window-change = Changer le mot de passe
window-in-doubt = Un changement est en suspens
    .lead = La connexion a été coupée pendant le changement. Il faut savoir quel mot de passe est le bon.
    .text = Nous essayons le nouveau, puis l’ancien, une fois chacun. Ne fermez pas ce logiciel avant.
window-old-password = Ancien mot de passe
window-fresh-password = Mot de passe que vous aviez choisi
window-resolve = Chercher le bon mot de passe

## A way back
window-recovery = Une adresse de secours
    .lead = Mot de passe perdu ? Elle vous rend l’accès.
    .label = Votre adresse personnelle
    .hint = À vous seul, hors @{ $domain }.
window-recovery-registers = Un code y part, puis votre académie l’enregistre.
window-recovery-proves = Un code y part, pour prouver qu’elle reçoit. L’enregistrer se fait ensuite sur la page de l’académie.
window-recovery-send = Envoyer le code
window-recovery-meant = Est-ce la bonne adresse ?
    .lead = Vous avez tapé { $typed }.
    .text = Vouliez-vous dire :
    .yes = Oui, corriger et envoyer le code
    .no = Non, l’adresse tapée est juste
window-academy-letter = L’académie vous a-t-elle écrit ?
    .lead = Votre boîte académique n’envoie pas encore : nous ne pouvons pas vérifier l’adresse nous-mêmes.
    .text = Beaucoup d’académies envoient un message à l’adresse que l’on vient d’enregistrer. Regardez votre boîte personnelle, et les courriers indésirables.
    .yes = Oui, son message est arrivé
    .no = Non, ou pas encore
window-recovery-code = Regardez votre boîte personnelle
    .lead = Un code est parti vers { $address }.
    .label = Code à six chiffres
    .hint = { $n ->
        [one] Valable { $n } minute.
       *[other] Valable { $n } minutes.
    }
window-resend = Envoyer un autre code
window-recovery-none = Rien n’arrive ?
    .text = Attendez une minute, puis regardez les courriers indésirables. Vérifiez l’adresse ci-dessus : revenez en arrière pour la corriger.
window-practice-inbox = Ouvrir la boîte inventée
    .title = Boîte inventée
window-practice-inbox-empty = Aucun message pour l’instant.

## A second factor
window-enrol = Une deuxième clé pour votre compte
    .lead = Un mot de passe volé ne suffira plus.
window-enrol-ready = Sur le téléphone : une application de codes, FreeOTP ou Aegis. Personne d’autre ne doit voir l’écran.
window-enrol-how = Comment faire ?
window-enrol-how-1 = Photographiez avec elle le dessin de l’ordinateur.
window-enrol-how-2 = Tapez ici les six chiffres.
window-card = Ajoutez votre compte sur le téléphone
    .lead = Il n’est montré qu’une fois. Rien n’est actif avant votre code.
window-card-scan = Photographiez le dessin
    .text = Dans l’application, « Ajouter » : vous y verrez { $issuer }, { $account }.
window-card-show = Afficher le QR code
window-card-picture = le QR code
window-card-hidden = Le QR code s’est masqué au bout de deux minutes. Affichez-le de nouveau si besoin.
window-card-qr = QR code à photographier avec l’application de codes, pour { $issuer }
window-card-private = Tenez le téléphone à 40 cm. Masqué dans deux minutes.
window-card-cannot = Vous ne pouvez pas le photographier ?
    .text = Dans l’application, choisissez « Saisir une clé », puis tapez ceci :
window-card-copy = Copier la clé
window-card-copied = Copiée. Elle quitte le presse-papiers quand vous vérifiez votre code.
window-card-selected = La clé est sélectionnée : copiez-la avec Ctrl et C.
window-card-another = Recommencer avec une autre clé
window-card-link = Ouvrir dans une application de cet ordinateur
window-code = Code de l’application
    .hint = Il change toutes les trente secondes.
window-prove = Dernière vérification
    .lead = Le serveur doit demander un code, comme demain.
    .hint = Attendez un nouveau code.
window-prove-existing = Votre compte a déjà un second facteur
    .lead = Nous ne le remplaçons pas, et nous n’en retirons aucun. Un de ses codes suffit à prouver qu’il fonctionne.
    .hint = Ouvrez l’application de codes où ce compte est déjà. Si vous ne l’avez plus, choisissez « Plus tard » : l’assistance peut le retirer.
window-practice-phone = Code d’entraînement
window-declare = Qu’avez-vous activé ?
    .lead = Aucun serveur ne nous le dira : votre réponse sera notée comme déclarée.
window-declare-asked = Quel second facteur avez-vous ?
window-declare-none = Rien pour l’instant

## Your devices
window-apps = Où lirez-vous votre courrier ?
    .lead = Des réglages prêts, sans mot de passe.
    .legend = Ce que vous voulez préparer
window-apps-installed = Trouvé ici.
window-apps-not = Pas possible : { $why }
window-apps-folder = Les fichiers vont dans
window-apps-write = Préparer
window-apps-more = Plus de choix, signature, dossier
window-signature = Votre signature, { $name }
window-role = Fonction
    .hint = Par exemple : professeure de mathématiques.
window-school = Établissement
    .hint = Par exemple : lycée Victor-Hugo, Besançon.
window-phone = Téléphone professionnel, si vous voulez
window-written = Les réglages sont prêts
    .lead = Ouvrez une ligne : elle dit quoi en faire.
window-file-undo = Tout annuler pour { $what }
window-file-backup = Ce qui était là avant est gardé :

## Check-up
window-check-up = Votre bilan
    .lead = Ce qui reste, ce que vous nous avez dit, ce qui est prouvé.
window-check-up-done = Tout est en place
    .lead = Votre messagerie est prête. Bonne rentrée !
window-part-done = Prouvé, et par quoi
window-part-declared = Déclaré
window-part-left = À faire
window-tally-done = { $n ->
    [one] prouvé
   *[other] prouvés
}
window-end = Pour finir
window-tally-declared = { $n ->
    [one] déclaré
   *[other] déclarés
}
window-tally-left = à faire
window-mailbox = Votre boîte aux lettres
window-mailbox-messages = { $n ->
    [0] Elle est vide.
    [one] Un message.
   *[other] { $n } messages.
}
window-files = Vos fichiers
window-reflexes = Les bons réflexes
window-print = Imprimer ou enregistrer en PDF
    .hint = Sans mot de passe. Pour un PDF, choisissez-le à la place de l’imprimante.

## Tools
window-hosts = Voici tous les serveurs contactés depuis l’ouverture, et pourquoi. Il n’y en a pas d’autre.
window-hosts-none = Aucun serveur n’a été contacté.
window-hosts-host = Serveur
window-hosts-why = Pour
window-hosts-times = Fois
window-about = Rentrée vous accompagne de la lettre du rectorat jusqu’à une messagerie sûre et vérifiée.
window-about-font = Caractères : Atkinson Hyperlegible Next, du Braille Institute (licence OFL 1.1).
window-about-version = Version { $version }
window-letter = Voici les personnes que vous pouvez jouer. Recopiez ce qui est écrit, comme sur une vraie lettre.
window-letter-password = Mot de passe
window-letter-personal = Boîte personnelle
window-state-fresh = Mot de passe à changer.
window-state-normal = Compte ordinaire.
window-state-locked = Compte bloqué.
window-state-expired = Mot de passe expiré.
window-state-dead-temporary = Mot de passe provisoire dépassé.
window-state-expires-soon = Mot de passe qui expire bientôt.
window-state-nearly-full = Boîte aux lettres presque pleine.

## The window's own failure
refusal-window = La fenêtre a perdu le fil
    .remedy = Fermez ce logiciel, puis ouvrez-le de nouveau. Détail : { $detail }
refusal-window-page = Cette page ne fait pas partie de l’écran affiché
    .remedy = Ouvrez seulement les pages proposées à l’écran.
refusal-window-practice = L’académie d’entraînement n’a pas pu démarrer
    .remedy = Fermez ce logiciel, puis ouvrez-le de nouveau.
