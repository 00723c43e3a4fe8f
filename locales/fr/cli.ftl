# Le terminal seulement.

cli-pack-unsigned = Attention : { $path } n’est pas signé. Personne n’en garantit l’origine.
cli-found-nothing = Rien trouvé. Essayez une ville, un département ou une adresse.
cli-numen = Ceci est un NUMEN. Ne le tapez pas ici : il ne se communique à personne.
cli-practice-running = Les académies d’entraînement sont ouvertes, sur cet ordinateur seulement.
cli-practice-stop = Ctrl-C pour les fermer.
cli-practice-banner = Entraînement : rien de réel n’est touché.
cli-practice-letter =
    Vous jouez { $name } ({ $academy }).
    Adresse : { $address }
    Identifiant : { $login }
    Mot de passe reçu : { $password }
    Boîte personnelle : { $personal }
cli-practice-inbox = La boîte personnelle d’entraînement : { $url }
cli-independent = Outil indépendant : l’académie ne l’a pas signé. Votre mot de passe ne sert qu’à ouvrir la messagerie.
cli-welcome =
    Rien n’est envoyé ailleurs qu’à votre académie, et vos mots de passe ne sont écrits dans aucun fichier.
    À chaque question : < pour revenir en arrière, Ctrl-C pour arrêter.
cli-choose = Votre choix (un numéro, < pour revenir) :
cli-ask-devices = Un autre appareil ? Un numéro, ou Entrée pour continuer :
cli-choose-again = Un numéro de 1 à { $n }, s’il vous plaît.
cli-press-enter = Entrée pour continuer, < pour revenir.
cli-ask-academy = Où travaillez-vous ? (ville, département, établissement, adresse)
cli-ask-given = Votre prénom :
cli-ask-family = Votre nom :
cli-ask-birth-family = Votre nom de naissance, s’il est différent (sinon, Entrée) :
cli-or-enter = [Entrée = { $guess }]
cli-domain = Les adresses de cette académie finissent par @{ $domain }
cli-ask-address = Votre adresse professionnelle :
cli-ask-identifier = Votre identifiant, comme sur la lettre :
cli-imap = Réception
cli-smtp = Envoi
cli-server-reached = { $what } : { $place } a répondu, son certificat est valable.
cli-server-mute = { $what } : { $place } n’a pas pu être joint.
cli-server-unknown = { $what } : aucun serveur connu.
cli-ask-confirm-servers = Ces serveurs ne sont pas dans nos données. Sont-ils les bons ? (o/n)
cli-hold = Qu’avez-vous en main ?
cli-page-host = Vérifiez ce nom dans la barre d’adresse : { $host }
cli-page-unknown = Adresse inconnue : demandez-la à l’assistance.
cli-page-practice = Pour l’entraînement, ouvrez : { $url }
cli-needs = À préparer :
cli-needs-with-recovery = À préparer, si une adresse de secours est enregistrée :
cli-needs-without-recovery = À préparer, sans adresse de secours :
cli-desk = En cas de difficulté : { $name }
cli-attempts = { $n ->
    [one] Un seul mot de passe refusé encore, et nous nous arrêtons : un de plus pourrait bloquer le compte.
   *[other] Nous nous arrêtons après { $n } mots de passe refusés, avant que le serveur ne bloque le compte.
}
cli-ask-elsewhere = Ce mot de passe a-t-il déjà été refusé ailleurs aujourd’hui ? (o/n)
cli-ask-password-first = Mot de passe provisoire de { $login } (rien ne s’affiche quand vous tapez) :
cli-ask-password-own = Mot de passe de { $login } (rien ne s’affiche quand vous tapez) :
cli-ask-password-application = Mot de passe d’application créé pour { $login } (rien ne s’affiche quand vous tapez) :
cli-rules = Ce que le portail demande :
cli-rules-assumed = La règle de cette académie n’est pas connue. Celle-ci convient partout :
cli-suggestions = Phrases proposées :
cli-ask-new-password = Nouveau mot de passe (rien ne s’affiche quand vous tapez) :
cli-ask-new-password-again = Encore une fois, pour être sûr :
cli-new-password-differs = Les deux ne sont pas les mêmes. Rien n’a été envoyé : recommencez.
cli-ask-old-password = Ancien mot de passe :
cli-in-doubt = La réponse du serveur n’est pas arrivée. Cherchons lequel des deux mots de passe est le bon.
cli-recovery-registers = L’adresse de secours recevra un code, puis l’académie l’enregistrera.
cli-recovery-proves = L’adresse de secours recevra un code. Vous l’enregistrerez ensuite sur la page officielle.
cli-ask-recovery = Adresse de secours personnelle (Entrée : plus tard) :
cli-resend = Entrée sans code : un nouveau code est envoyé.
cli-recovery-meant = Vous avez tapé { $typed }. Vouliez-vous dire { $meant } ?
cli-ask-recovery-meant = Corriger ainsi ? (o/n)
cli-ask-academy-letter = L’académie vous a-t-elle écrit à cette adresse ? (o/n)
cli-ask-recovery-code = Code reçu à { $address } (valable { $minutes } minutes, essais restants : { $tries }) :
cli-enrol = Il vous faut deux appareils : cet ordinateur, et un téléphone avec une application de codes.
cli-ask-enrol = Avez-vous les deux sous la main, et personne ne regarde-t-il l’écran ? (o/n)
cli-card-key = Compte { $account } ({ $issuer }). Clé à taper : { $key }
cli-ask-code = Code affiché par l’application (essais restants : { $tries } ; Entrée : plus tard) :
cli-ask-next-code = Attendez le code suivant, puis tapez-le (essais restants : { $tries } ; Entrée : plus tard) :
cli-ask-own-code = Ce compte a déjà un second facteur. Code affiché par votre application (essais restants : { $tries } ; Entrée : plus tard) :
cli-ask-codes = Faire la liste maintenant ? (o/n)
cli-ask-save-codes = Les écrire aussi dans un fichier ? (o/n)
cli-ask-list-code = Un code de la liste, pour prouver qu’elle marche (essais restants : { $tries } ; Entrée : plus tard) :
cli-factor-none = Aucune
cli-apps = Les fichiers iront dans { $folder }. Une étoile marque ce que nous proposons.
cli-apps-none = Les serveurs ne sont pas assez connus pour écrire un réglage. Entrée pour continuer.
cli-ask-apps = Numéros séparés par des virgules (Entrée : ceux qui ont une étoile) :
cli-ask-role = Fonction, pour la signature (facultatif) :
cli-ask-school = Établissement, pour la signature (facultatif) :
cli-ask-phone = Téléphone, pour la signature (facultatif) :
cli-verified = La boîte de { $login } s’ouvre sur { $host } ; { $smtp } accepte l’envoi.
cli-mailbox = { $messages ->
    [0] La boîte de réception est vide.
    [one] Un message dans la boîte de réception.
   *[other] { $messages } messages dans la boîte de réception.
}
cli-file = { $client } : { $path }
cli-files = Fichiers écrits
cli-reflexes = Les bons réflexes
cli-forgot = Effacé de cet ordinateur :
cli-forgot-nothing = Rien n’était gardé sur cet ordinateur.
cli-forgot-password = le mot de passe gardé dans le trousseau
cli-forgot-no-keyring = Le trousseau de la session n’a pas répondu : si un mot de passe y était gardé, il y est encore.
cli-forgot-profiles = Les réglages de messagerie que vous avez fait écrire restent : ils sont à vous et ne contiennent aucun mot de passe.
cli-kept-until = Mot de passe gardé dans le trousseau de la session jusqu’au { $day }/{ $month }/{ $year }. « rentree forget » l’efface.
cli-kept-used = Le mot de passe gardé dans le trousseau est utilisé.

refusal-answers-hold-secret = Le fichier de réponses contient un secret : { $key }
    .remedy = Effacez cette ligne. Un secret se tape au clavier, ou se donne par --secret NOM=DESCRIPTEUR.
refusal-answers-unreadable = Le fichier de réponses { $path } ne peut pas être lu : { $why }
    .remedy = Corrigez le fichier, puis recommencez.
refusal-answers-lack = Il manque une réponse dans le fichier : { $key }
    .remedy = Ajoutez cette ligne au fichier, ou répondez au clavier sans --answers.
refusal-file-unreadable = Le fichier { $path } ne se lit pas.
    .remedy = Vérifiez son nom et que vous avez le droit de le lire.
refusal-bad-descriptor = Rien à lire ou à écrire au descripteur donné pour { $name }.
    .remedy = Ouvrez ce descripteur avant de lancer la commande : 3< fichier, par exemple.
refusal-input-ended = Plus rien à lire : la conversation s’est arrêtée ici.
    .remedy = Relancez la commande. Ce qui est fait le reste.
refusal-no-terminal = Il n’y a pas de clavier pour taper ce secret : { $name }
    .remedy = Lancez la commande dans un terminal, ou donnez le secret par --secret NOM=DESCRIPTEUR ou --password-stdin.
refusal-platform-needed = Cette académie a plusieurs messageries : { $choices }
    .remedy = Dites laquelle est la vôtre : --platform suivi de son nom. L’adresse de votre messagerie sur le web vous renseigne.
refusal-practice-failed = L’académie d’entraînement n’a pas démarré : { $why }
    .remedy = Recommencez. Si cela se répète, signalez ce message aux auteurs.
refusal-server-unconfirmed = Le serveur { $host } n’est pas dans nos données : aucun mot de passe ne lui a été envoyé.
    .remedy = Passez par « rentree onboard » : vous y confirmerez ce serveur à l’écran.
refusal-unknown-person = Personne ne s’appelle { $person } à l’entraînement.
    .remedy = « rentree practice » montre qui vous pouvez jouer.
refusal-scripted-needs-practice = --scripted ne va qu’avec --practice.
    .remedy = Ajoutez --practice : rien de réel ne se fait sans vous.

# Identifiants, liens, assistance, fichiers d'académie.

cli-likely-logins = Identifiants probables, le meilleur d’abord :
cli-likely-addresses = Adresses probables :
cli-no-candidate = Ce nom ne donne aucun identifiant. Recopiez celui de la lettre.
cli-confirm-identifier = Seule la lettre fait foi. À confirmer auprès du secrétariat de votre établissement, puis du service des ressources humaines.
cli-link-name = Nom : { $what }
cli-link-differs = La différence : { $what }
cli-link-instead = La messagerie est ici : { $what }
cli-support-contacts = À qui demander, dans cet ordre :
cli-support-prepare = À préparer :
cli-support-message = Message à copier :
cli-texts-until = Ces textes viennent d’un fichier de l’académie qui n’est plus valable depuis le { $day }.
cli-pack-head =
    { $academy } : fichier pour Rentrée. Le schéma est dans academies/README.md, la marche à suivre dans docs/packs.md.
    Corrigez ce qui suit, puis : rentree pack check, rentree pack diff, rentree pack sign.
cli-pack-written = Écrit : { $path }
cli-pack-good = Le contenu est bon : { $academy }, valable jusqu’au { $expires }.
cli-pack-signed = Signature : { $path }
cli-pack-verified = Signé par la clé de l’académie ({ $academy }, { $key }), le { $day }.
cli-pack-verified-by = Signé par la clé donnée ({ $key }), pour { $academy }, le { $day }. Ce logiciel ne la connaît pas pour autant.
cli-pack-not-trusted = Ce logiciel ne s’y fiera pas : { $why }.

refusal-lookalike-link = Ce lien imite un site officiel : { $differs }
    .remedy = N’y tapez rien. Écrivez l’adresse vous-même, et signalez le message à votre académie.
refusal-no-minisign = Le programme minisign n’est pas installé.
    .remedy = Installez-le (apt install minisign), ou signez sur le poste qui a la clé : { $command }
refusal-signing-failed = minisign n’a pas signé.
    .remedy = Lisez son message ci-dessus. La clé et son mot de passe sont-ils les bons ?
refusal-bad-key = Ceci n’est pas une clé publique de minisign.
    .remedy = C’est la seconde ligne du fichier minisign.pub, qui commence par RW.
refusal-pack-file-unwritable = Le fichier { $path } ne peut pas être écrit, ou existe déjà.
    .remedy = Choisissez un autre nom avec --out.

support-subject = Messagerie académique : besoin d’aide
support-message =
    Bonjour,

    Je prends mes fonctions ({ $academy }) et je n’arrive pas à ouvrir ma messagerie professionnelle.

    Prénom et nom : { $name }
    Établissement et code (UAI) : [à compléter]
    Département : { $department }
    Identifiant, comme sur la lettre : { $identifier }
    Ce qui se passe, mot pour mot : [à compléter]
    Depuis quand, et sur quel réseau (établissement ou domicile) : [à compléter]
    Téléphone où me joindre : [à compléter]

    J’ai vérifié l’adresse de la page, le mot de passe tapé et le réseau. Ce message ne contient ni mot de passe ni NUMEN.

    Merci d’avance.
support-prepare-identifier = Votre identifiant, comme sur la lettre
support-prepare-school = Le nom de votre établissement et son code (UAI)
support-prepare-error = Le message d’erreur, mot pour mot, et l’heure
support-prepare-checks = Trois vérifications : la bonne page, le mot de passe tapé à la main, un autre réseau
support-prepare-numen = Votre NUMEN à portée de main, pour la page officielle seulement : jamais par courriel ni au téléphone
support-prepare-identity = Une pièce d’identité, si votre adresse de secours n’est pas enregistrée
