### La feuille imprimée, ce que l’on tape dans une application qui ne lit aucun fichier, et la lettre à soi-même.

## La feuille
sheet-title = Ma messagerie académique
sheet-lead = { $label }. Fiche faite le { $day } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
  } { $year } avec Rentrée. Elle ne contient aucun mot de passe : ne l’y écrivez pas.
sheet-account = Mon compte
sheet-name = Nom affiché
sheet-address = Adresse
sheet-login = Identifiant
sheet-webmail = Messagerie sur le web
sheet-forgotten = Mot de passe oublié
sheet-settings = Réglages pour un logiciel ou un téléphone
sheet-no-servers = Les serveurs de messagerie de l’académie ne sont pas connus de ce logiciel. L’assistance les donne. En attendant, le courrier se lit sur le web.
sheet-receive = Recevoir (IMAP)
sheet-send = Envoyer (SMTP)
sheet-server = Serveur
sheet-port = Port
sheet-security = Sécurité
sheet-authentication = Authentification
sheet-authentication-normal = mot de passe normal
sheet-user = Nom d’utilisateur
sheet-desk = Qui peut m’aider
sheet-desk-name = Assistance
sheet-desk-phone = Téléphone
sheet-desk-form = Formulaire
sheet-habits = Cinq habitudes
sheet-habit-secret = Mon mot de passe et mon NUMEN ne se donnent à personne, ni par téléphone ni par courriel.
sheet-habit-link = Un message me presse de cliquer ? Je tape moi-même l’adresse de la messagerie.
sheet-habit-devices = Après un changement de mot de passe, je le change aussi sur le téléphone et la tablette : l’ancien bloque le compte.
sheet-habit-bcc = Un message à plusieurs familles ? Les adresses vont en « Cci ».
sheet-habit-shared = Sur un ordinateur partagé, je me déconnecte et je n’enregistre pas le mot de passe.

## Ce que l’on tape
app-thunderbird = Thunderbird
app-thunderbird-android = Thunderbird pour Android
app-outlook = Outlook classique
app-new-outlook = Nouvel Outlook
    .warning = Le nouvel Outlook, et Outlook sur téléphone, envoient le mot de passe de votre messagerie aux serveurs de Microsoft. Ces serveurs lisent ensuite vos messages à votre place. Préférez Thunderbird ou la messagerie sur le web. Demandez à l’académie si c’est permis.
    .steps = Si l’académie le permet : Paramètres, « Comptes », « Ajouter un compte », tapez l’adresse, puis « Choisir le fournisseur », « IMAP », « Afficher plus », et recopiez ces valeurs.
app-apple-mail = Mail
app-gmail = Gmail sur Android
    .warning = Si Gmail propose « Gmailify » ou de relier ce compte à un compte Google, refusez : les serveurs de Google liraient alors votre boîte. Préférez Thunderbird pour Android.
    .steps = Dans Gmail : votre photo, « Ajouter un autre compte », « Autre », tapez l’adresse, puis « Personnel (IMAP) », et recopiez ces valeurs.
app-samsung-mail = Samsung E-mail
    .warning = Nous n’avons pas trouvé de document qui dise ce que Samsung fait du mot de passe. Préférez Thunderbird pour Android.
    .steps = Dans l’application E-mail : « Ajouter un compte », « Autre », tapez l’adresse, puis « Configuration manuelle », « IMAP », et recopiez ces valeurs.
app-evolution = Evolution
app-gnome = Comptes en ligne de GNOME
    .steps = Dans Paramètres, « Comptes en ligne », « IMAP et SMTP » : recopiez ces valeurs. GNOME garde le mot de passe dans le trousseau de votre session.
typed-name = Nom
typed-address = Adresse
typed-login = Nom d’utilisateur
typed-imap = Serveur IMAP (recevoir)
typed-smtp = Serveur SMTP (envoyer)
typed-port = Port
typed-security = Sécurité

window-typed = À taper vous-même dans :
    .ask = Une autre application ?
window-typed-warning = Avant de taper votre mot de passe
window-mail-myself = M’envoyer le profil par courriel
    .hint = Le fichier part à votre propre adresse. Sur l’iPhone ou l’iPad, ouvrez-le depuis la messagerie sur le web, dans Safari. Sur un Mac, AirDrop convient aussi.
window-mailed-myself = Le profil est parti vers votre adresse : le serveur l’a accepté.

cli-ask-mail-myself = Vous envoyer le profil pour iPhone, iPad et Mac à votre propre adresse ? [o/N]
cli-mailed-myself = Le profil est parti vers votre adresse : le serveur l’a accepté.
cli-ask-signing = Mot de passe du certificat de signature :
cli-batch-written = { $n ->
    [0] Aucune personne n’a été préparée.
    [one] Une personne préparée.
   *[other] { $n } personnes préparées.
  }
cli-batch-guessed = Ligne { $line } : identifiant deviné « { $identifier } », à vérifier.
cli-batch-incomplete = Ligne { $line } : sans réglages de messagerie, le reste est prêt. { $why }
cli-batch-refused = Ligne { $line } : { $why }

letter-profile-subject = Votre messagerie académique, à installer
letter-profile-body =
    Bonjour,

    Vous vous êtes envoyé ce profil avec Rentrée. Il ne contient aucun mot de passe.

    iPhone ou iPad : ouvrez ce message dans Safari, sur la messagerie en ligne, puis touchez la pièce jointe. Dans les 8 minutes : Réglages, « Profil téléchargé », « Installer ».

    Mac : ouvrez la pièce jointe, puis Réglages Système, « Gestion des appareils » ou « Profils ».

    Si vous n’avez rien demandé, n’ouvrez pas la pièce jointe et prévenez l’assistance de votre académie.

## Ce que montrent les appareils
shown-mailbox = Messagerie académique
shown-mailbox-of = Messagerie – { $label }
shown-apple-profile = Ajoute votre messagerie académique. Ne contient aucun mot de passe.

## Les rappels de l’agenda
reminder-quarantine = Regarder la quarantaine de la messagerie
    .text = Des messages légitimes y sont parfois retenus, puis effacés. Ouvrez le webmail en tapant son adresse, jamais par un lien reçu.
reminder-recovery = Vérifier l’adresse de secours du compte académique
    .text = Est-ce toujours une adresse personnelle que vous lisez ? C’est elle qui rouvre le compte si le mot de passe est perdu.
reminder-password = Mot de passe académique : a-t-il servi ailleurs ?
    .text = S’il a servi ailleurs, ou si l’académie le demande, changez-le sur la page officielle. Pensez ensuite au téléphone et à la tablette : avec l’ancien mot de passe, ils bloquent le compte.
