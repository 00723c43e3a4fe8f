# La connexion : comment elle échoue. Les phrases disent ce qui s'est passé, les remèdes ce qu'il faut faire ensuite.

refusal-dns = Le nom { $host } n’a pas été trouvé.
    .remedy = Vérifiez que cet ordinateur est bien relié à Internet. Si le web fonctionne, donnez ce nom au référent numérique de l’établissement : le réseau le bloque peut-être.
refusal-dns-silent = Aucun serveur de noms ne répond : impossible de trouver { $host }.
    .remedy = Vérifiez que cet ordinateur est bien relié à Internet, puis réessayez. Dans l’établissement, prévenez le référent numérique.
refusal-offline = Cet ordinateur n’est relié à aucun réseau qui mène à { $host }.
    .remedy = Branchez le câble ou rejoignez le Wi-Fi, puis réessayez.
refusal-bad-host = « { $host } » n’est pas un nom de serveur utilisable.
    .remedy = Demandez à l’assistance de l’académie le nom exact du serveur.
refusal-connection-refused = { $host } refuse la connexion sur le port { $port }.
    .remedy = Réessayez depuis un autre réseau, par exemple chez vous. Si cela marche là-bas, le référent numérique peut ouvrir ce port ; sinon, prévenez l’assistance de l’académie.
refusal-filtered = { $host } ne répond pas sur le port { $port } : le réseau semble bloquer ce passage en silence.
    .remedy = Réessayez depuis un autre réseau, par exemple chez vous. Dans l’établissement, demandez au référent numérique d’ouvrir la sortie vers { $host }, port { $port }.
refusal-admin-prohibited = Le réseau ou cet ordinateur interdit la connexion vers { $host }, port { $port }.
    .remedy = Dans l’établissement, demandez au référent numérique d’ouvrir la sortie vers { $host }, port { $port }. Ailleurs, vérifiez le pare-feu de l’ordinateur.
refusal-reset = La connexion avec { $host } (port { $port }) a été coupée en route.
    .remedy = Réessayez une fois. Si cela recommence, essayez un autre réseau, puis prévenez le référent numérique.
refusal-mute = { $host } (port { $port }) accepte la connexion puis se tait.
    .remedy = Un filtre se trouve sans doute entre vous et le serveur. Essayez un autre réseau, ou montrez ce message au référent numérique.
refusal-timeout = { $host } (port { $port }) met trop de temps à répondre.
    .remedy = Attendez quelques minutes, puis réessayez. Le réseau ou le serveur est peut-être chargé.
refusal-slow = { $host } (port { $port }) répond, mais la connexion est très lente.
    .remedy = Rien n’est bloqué. Patientez, rapprochez-vous de la borne Wi-Fi ou réessayez à une heure plus calme.
refusal-plain-on-tls = Ce qui répond à la place de { $host } (port { $port }) parle sans chiffrement.
    .remedy = Essayez un autre réseau. Si cela recommence, montrez ce message au référent numérique. Votre mot de passe n’a pas été envoyé.
refusal-captive-portal = { $portal ->
    [none] Ce réseau demande d’abord de s’identifier : une page web répond à la place des serveurs.
   *[other] Ce réseau demande d’abord de s’identifier : { $portal } répond à la place des serveurs.
}
    .remedy = Ouvrez une page web dans votre navigateur : la page d’accueil du réseau (hôtel, train, établissement) doit apparaître. Identifiez-vous, puis réessayez. Votre mot de passe n’a pas été envoyé.
refusal-tls-too-old = { $host } (port { $port }) ne sait parler qu’un chiffrement trop ancien.
    .remedy = Prévenez l’assistance de l’académie : le serveur doit accepter TLS 1.2 ou plus récent. Votre mot de passe n’a pas été envoyé.
refusal-tls-failed = La connexion chiffrée avec { $host } (port { $port }) n’a pas pu s’établir.
    .remedy = Réessayez depuis un autre réseau. Si cela recommence, prévenez l’assistance de l’académie. Votre mot de passe n’a pas été envoyé.
refusal-certificate-expired = Le certificat de { $host } est périmé depuis le { $day }.
    .remedy = Vérifiez d’abord la date et l’heure de cet ordinateur. Si elles sont justes, prévenez l’assistance de l’académie. Votre mot de passe n’a pas été envoyé.
refusal-certificate-not-yet = Le certificat de { $host } ne vaut qu’à partir du { $day }.
    .remedy = L’horloge de cet ordinateur retarde sans doute : mettez-la à l’heure, puis réessayez. Votre mot de passe n’a pas été envoyé.
refusal-certificate-wrong-name = Le serveur joint n’est pas { $host } : son certificat est celui de { $presented }.
    .remedy = Essayez un autre réseau. Si cela recommence, montrez ce message à l’assistance de l’académie. Votre mot de passe n’a pas été envoyé.
refusal-clock-behind = { $minutes ->
    [0] { $day ->
        [none] L’horloge de cet ordinateur retarde.
       *[other] L’horloge de cet ordinateur retarde : il se croit le { $day }.
    }
    [one] L’horloge de cet ordinateur retarde d’une minute ou plus.
   *[other] L’horloge de cet ordinateur retarde d’environ { $minutes } minutes.
}
    .remedy = À cause d’elle, les certificats ou les codes semblent faux. Mettez la date, l’heure et le fuseau horaire en réglage automatique, puis réessayez. Votre mot de passe n’a pas été envoyé.
refusal-clock-ahead = { $minutes ->
    [0] { $day ->
        [none] L’horloge de cet ordinateur avance.
       *[other] L’horloge de cet ordinateur avance : il se croit le { $day }.
    }
    [one] L’horloge de cet ordinateur avance d’une minute ou plus.
   *[other] L’horloge de cet ordinateur avance d’environ { $minutes } minutes.
}
    .remedy = À cause d’elle, les certificats ou les codes semblent faux. Mettez la date, l’heure et le fuseau horaire en réglage automatique, puis réessayez. Votre mot de passe n’a pas été envoyé.
refusal-self-signed = Le certificat présenté pour { $host } n’est garanti par personne d’autre que lui-même : { $issuer }.
    .remedy = Un équipement du réseau répond sans doute à la place du serveur. Essayez un autre réseau, et montrez ce nom au référent numérique. Votre mot de passe n’a pas été envoyé.
refusal-unknown-issuer = Le certificat présenté pour { $host } vient d’un émetteur inconnu : { $issuer }.
    .remedy = { $maker ->
        [none] Un équipement
       *[other] Un équipement { $maker }
    } se met peut-être entre vous et le serveur. Essayez un autre réseau, et montrez ce nom au référent numérique. Votre mot de passe n’a pas été envoyé.
refusal-intercepted = { $maker ->
        [none] Un équipement
       *[other] Un équipement { $maker }
    } ouvre les connexions chiffrées vers { $host } : { $issuer }.
    .remedy = Il pourrait lire votre mot de passe, qui n’a donc pas été envoyé. Essayez un autre réseau, ou demandez au référent numérique de laisser passer { $host } sans inspection.
refusal-system-roots-old = Cet ordinateur ne connaît pas encore l’autorité { $issuer }, qui garantit { $host } : son système n’est pas à jour.
    .remedy = Faites les mises à jour du système, ou demandez-les au référent numérique, puis réessayez. Votre mot de passe n’a pas été envoyé.
refusal-certificate-refused = Le certificat de { $host } n’est pas acceptable.
    .remedy = Prévenez l’assistance de l’académie. Votre mot de passe n’a pas été envoyé.
refusal-no-system-roots = Cet ordinateur n’a aucune liste d’autorités de confiance : aucun serveur ne peut être vérifié.
    .remedy = Demandez au référent numérique d’installer les certificats d’autorités du système (paquet « ca-certificates » sous Linux).
refusal-pack-roots = Les certificats fournis par l’académie sont illisibles.
    .remedy = Demandez à l’académie un nouveau fichier de configuration.
refusal-starttls-stripped = { $host } (port { $port }) ne propose pas le chiffrement attendu.
    .remedy = Le réseau le retire peut-être. Essayez un autre réseau, puis prévenez le référent numérique. Votre mot de passe n’a pas été envoyé.
refusal-starttls-injected = Quelqu’un a parlé à la place de { $host } (port { $port }) juste avant le chiffrement.
    .remedy = N’utilisez pas ce réseau pour votre messagerie et prévenez le référent numérique. Votre mot de passe n’a pas été envoyé.
refusal-server-bye = { $host } (port { $port }) refuse cet ordinateur ou ce réseau.
    .remedy = Essayez un autre réseau. Si cela recommence, prévenez l’assistance de l’académie.
refusal-server-busy = { $host } (port { $port }) est surchargé ou en maintenance.
    .remedy = Attendez un quart d’heure, puis réessayez. Votre mot de passe n’est pas en cause.
refusal-answer-too-long = { $host } (port { $port }) a envoyé une réponse démesurée ; la connexion a été fermée.
    .remedy = Essayez un autre réseau. Si cela recommence, prévenez l’assistance de l’académie.
refusal-answer-malformed = { $host } (port { $port }) a répondu de façon incompréhensible.
    .remedy = Réessayez depuis un autre réseau. Si cela recommence, prévenez l’assistance de l’académie.
refusal-proxy-sign-in = Le proxy de ce réseau ({ $proxy }) demande un identifiant et un mot de passe avant de laisser passer vers { $host }.
    .remedy = Ce sont ceux du réseau de l’établissement : demandez-les au référent numérique, ou prenez un autre réseau. Ne donnez jamais ici le mot de passe de votre messagerie.
refusal-proxy-password-refused = Le proxy de ce réseau ({ $proxy }) refuse cet identifiant ou ce mot de passe.
    .remedy = Ils n’ont été essayés qu’une fois, puis oubliés. Vérifiez-les auprès du référent numérique avant un nouvel essai : trop de refus peuvent bloquer ce compte du réseau.
refusal-proxy-refused = Le proxy de ce réseau ({ $proxy }) ne laisse pas passer vers { $host } : réponse { $status }.
    .remedy = Demandez au référent numérique d’autoriser { $host }, port { $port }, ou essayez un autre réseau.
refusal-proxy-unreachable = Le proxy réglé sur cet ordinateur ({ $proxy }) ne répond pas.
    .remedy = Hors de l’établissement, désactivez le proxy dans les réglages réseau de l’ordinateur. Dans l’établissement, prévenez le référent numérique.
refusal-proxy-script = Le fichier de configuration du proxy de cet ordinateur est inutilisable{ $script ->
        [none] .
       *[other] {" "}(il vient de { $script }).
    }
    .remedy = Hors de l’établissement, désactivez la configuration automatique du proxy. Dans l’établissement, prévenez le référent numérique.
refusal-https-failed = L’échange avec { $host } (port { $port }) a échoué.
    .remedy = Vérifiez que cette page s’ouvre dans votre navigateur. Si le réseau passe par un proxy, montrez ce message au référent numérique.
refusal-client-not-built = Rentrée n’a pas pu préparer une connexion chiffrée.
    .remedy = C’est un défaut de Rentrée : signalez-le à ses auteurs.

purpose-clock = pour vérifier l’heure de cet ordinateur
purpose-proxy = pour le proxy de ce réseau
purpose-probe = pour vérifier qu’un serveur de messagerie répond
purpose-discovery = pour trouver les serveurs de messagerie
purpose-mailbox = pour ouvrir votre boîte
purpose-submission = pour envoyer votre message de vérification
purpose-directory = pour l’annuaire de l’académie
purpose-portal = pour le portail de l’académie
purpose-second-factor = pour le serveur de codes de l’académie

## Un proxy qui demande de s’identifier
proxy-sign-in-title = Passer le proxy de ce réseau
    .lead = Cet identifiant et ce mot de passe ne vont qu’à { $proxy }. Ils sont essayés une seule fois et restent en mémoire jusqu’à la fermeture de Rentrée. Ils voyagent en clair sur ce réseau : n’y mettez jamais votre mot de passe de messagerie.
    .user = Identifiant pour ce réseau
    .password = Mot de passe pour ce réseau
    .submit = Passer le proxy
proxy-open = Le réseau vous laisse passer. Reprenez là où vous en étiez.
window-fault-proxy = Indiquez l’identifiant et le mot de passe donnés pour ce réseau.
window-look-again = Chercher à nouveau
cli-ask-proxy-user = Identifiant pour { $proxy } (Entrée pour passer) :
cli-ask-proxy-password = Mot de passe pour { $proxy }, essayé une seule fois (il ne s’affiche pas) :
