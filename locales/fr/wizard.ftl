# Words of the journey that the window and the terminal share: everything the enums of src/wizard/view.rs promise.

## The seven steps
step-academy = Académie
step-identity = Identité
step-password = Mot de passe
step-recovery = Adresse de secours
step-second-factor = Double sécurité
step-mail-apps = Appareils
step-check-up = Bilan

## What the true list speaks of
item-servers-done = Les serveurs de messagerie répondent
item-servers-declared = Vous dites que les serveurs de messagerie sont les bons
item-servers-left = Vérifier les serveurs de messagerie
item-identifier-done = Votre identifiant est le bon
item-identifier-declared = Vous dites que votre identifiant est le bon
item-identifier-left = Vérifier votre identifiant
item-password-done = Votre mot de passe fonctionne
item-password-declared = Vous dites avoir changé votre mot de passe
item-password-left = Changer votre mot de passe
item-mailbox-done = Votre boîte aux lettres s’ouvre
item-mailbox-declared = Vous dites que votre boîte aux lettres s’ouvre
item-mailbox-left = Ouvrir votre boîte aux lettres
item-sending-done = L’envoi de messages est accepté
item-sending-declared = Vous dites que vos messages partent
item-sending-left = Vérifier l’envoi de messages
item-application-password-done = Votre mot de passe d’application fonctionne
item-application-password-declared = Vous dites avoir créé un mot de passe d’application
item-application-password-left = Créer un mot de passe d’application
item-application-phone-done = Le mot de passe d’application de votre téléphone fonctionne
item-application-phone-declared = Vous dites avoir créé un mot de passe d’application pour votre téléphone
item-application-phone-left = Créer un mot de passe d’application pour votre téléphone
item-application-tablet-done = Le mot de passe d’application de votre tablette fonctionne
item-application-tablet-declared = Vous dites avoir créé un mot de passe d’application pour votre tablette
item-application-tablet-left = Créer un mot de passe d’application pour votre tablette
item-recovery-address-done = Votre adresse de secours reçoit nos messages
item-recovery-address-declared = Vous dites que votre adresse de secours fonctionne
item-recovery-address-left = Choisir et vérifier une adresse de secours
item-recovery-registered-done = Adresse de secours enregistrée par l’académie
item-recovery-registered-declared = Vous dites avoir enregistré votre adresse de secours
item-recovery-registered-left = Enregistrer votre adresse de secours auprès de l’académie
item-second-factor-done = Votre double sécurité est active
item-second-factor-declared = Vous dites avoir activé une double sécurité
item-second-factor-left = Activer une double sécurité
item-profiles-done = Vos réglages de messagerie sont écrits
item-profiles-declared = Vous dites avoir réglé vos logiciels de messagerie
item-profiles-left = Régler vos logiciels de messagerie

## What proves it
proof-greeted = { $host }, certificat valable.
proof-signed-in = Accepté par { $host }.
proof-imap-opened = Boîte ouverte par { $host }.
proof-smtp-accepted = Accepté par { $host }.
proof-changed = Changé, puis essayé sur { $host }.
proof-code-typed-back = Code envoyé à { $address }, puis recopié.
proof-registered = Confirmé par { $host }.
proof-asked-for-code = Code demandé, puis accepté par { $host }.
proof-on-disk = { $files ->
    [one] Un fichier écrit, puis relu.
   *[other] { $files } fichiers écrits, puis relus.
}

## Why it is left, or only declared
why-later = Vous avez choisi de le faire plus tard.
why-no-server = Aucun serveur ne peut nous le confirmer : nous vous croyons sur parole.
why-servers-unknown = Nous ne connaissons pas les serveurs de messagerie de cette académie.
why-not-reached = À faire depuis un autre réseau, par exemple chez vous : celui-ci ne laisse pas joindre les serveurs.
why-clients-closed = L’académie n’ouvre sans doute pas cette boîte aux logiciels de messagerie : le webmail reste la voie normale.
why-page-unknown = Nous ne connaissons pas l’adresse de la page : demandez-la à l’assistance.
why-did-not-work = Vous nous avez dit que cela n’a pas fonctionné.
why-mail-first = Il faut d’abord que votre boîte aux lettres s’ouvre.
why-password-first = Il faut d’abord que le mot de passe soit le vôtre.
why-old-holds = Le changement n’a pas eu lieu : l’ancien mot de passe est toujours le bon.
why-refused = Le serveur a refusé ce mot de passe.
why-no-settings = Les serveurs ne sont pas assez bien connus pour écrire un réglage sûr.

## What is going on
doing-discovering = Recherche des serveurs de messagerie
doing-connecting = Connexion et vérification du certificat
doing-opening-proxy = Connexion au proxy du réseau
doing-signing-in = Connexion à votre compte
doing-kept-waiting = Le serveur fait attendre avant de répondre. C’est normal : il ralentit ainsi tout un réseau après des essais manqués. Rien n’est perdu
doing-changing = Changement du mot de passe
doing-resolving = Recherche du mot de passe en vigueur
doing-mailing = Envoi du code
doing-registering = Enregistrement de votre adresse de secours
doing-enrolling = Activation de la double sécurité
doing-thunderbird-open = Thunderbird est ouvert : fermez toutes ses fenêtres. La suite se fait toute seule
doing-writing = Écriture des fichiers
doing-reading = Lecture de votre boîte aux lettres

## Habits worth keeping
reflex-quarantine = Une fois par semaine, regardez la quarantaine : des messages utiles y sont parfois retenus.
    .title = Quarantaine
reflex-bcc = Pour écrire à plusieurs familles, mettez leurs adresses en copie cachée (Cci).
    .title = Copie cachée
reflex-phishing = Tapez vous-même l’adresse du portail. Ne suivez pas un lien reçu par message.
    .title = Hameçonnage
reflex-log-out = Sur un ordinateur partagé, déconnectez-vous avant de partir.
    .title = Ordinateur partagé
reflex-numen = Votre NUMEN ne regarde personne. Ne l’envoyez jamais par message.
    .title = NUMEN
reflex-forwarding = Ne renvoyez pas votre courrier professionnel vers une adresse personnelle.
    .title = Pas de renvoi
reflex-reuse = Un mot de passe pour un seul endroit : celui-ci ne sert nulle part ailleurs.
    .title = Un seul endroit
reflex-signature = Signez de votre nom, de votre fonction et de votre établissement. Pas de téléphone personnel.
    .title = Signature
reflex-browser = N’enregistrez pas le mot de passe dans un navigateur que d’autres utilisent.
    .title = Navigateur
reflex-quota = Faites de la place avant que la boîte soit pleine : pleine, elle ne reçoit plus rien, sans prévenir.
    .title = Place
reflex-alerts = Gardez les alertes de connexion inhabituelle. Si une connexion n’est pas la vôtre, changez le mot de passe et prévenez l’assistance.
    .title = Alertes de connexion

## Où l’ancien mot de passe est resté
old-places = Vos autres appareils gardent l’ancien mot de passe
    .lead = Ils l’envoient tout seuls, jusqu’à bloquer le compte. Arrêtez-les.
    .how = Comment faire
    .short = Ancien mot de passe : vos autres appareils
old-places-lock = Ici, { $n } refus suffisent.
old-place-phone = Téléphone et tablette
    .pause = Mode avion, ou désactivez ce compte dans les réglages de messagerie. Remettez-le ensuite avec le nouveau mot de passe.
old-place-mail-program = Thunderbird ou Outlook sur un autre ordinateur
    .pause = Fermez-le. À la prochaine ouverture, tapez le nouveau mot de passe quand il le demande.
old-place-wifi = Wi-Fi de l’établissement, s’il demande ce compte
    .pause = « Oublier ce réseau » dans les réglages Wi-Fi, puis reconnectez-vous avec le nouveau.
old-place-workspace = Application de l’espace de travail (ENT) ou du portail
    .pause = Déconnectez-vous, puis reconnectez-vous avec le nouveau.
old-place-browser = Navigateur qui a retenu l’ancien
    .pause = Remplacez-le quand il le propose, ou effacez-le de ses mots de passe enregistrés.

## Un mot de passe d’application par appareil
device-computer = cet ordinateur
    .name = ordinateur
device-phone = votre téléphone
    .name = mobile
device-tablet = votre tablette
    .name = tablette
application-guide = Sur cette page, pour { $device }
application-guide-where = Ouvrez « Préférences », puis « Mots de passe sécurisés » (parfois « Mots de passe d’application »).
application-guide-name = Créez-en un et nommez-le « { $name } ». Chaque appareil a le sien : un appareil perdu se retire sans toucher aux autres.
application-guide-copy = Il ne s’affiche qu’une fois. Copiez-le, gardez la page ouverte, puis donnez-le ici : nous vérifions qu’il ouvre votre boîte.
application-nothing = La page ne montre rien ?
    .text = Rechargez-la et reconnectez-vous. S’il n’y a toujours rien, votre boîte n’est peut-être pas encore passée sur ce service : choisissez « Cela n’a pas fonctionné ». Cela reste dans votre liste, et l’assistance peut vous le dire.
application-more = Un autre appareil lit ce courrier ?
    .lead = Il lui faut son propre mot de passe d’application. Nous vérifions chacun.
application-for = Créer celui de { $device }

## What a newcomer holds
holding-letter = Une lettre avec un mot de passe provisoire
holding-numen = Mon NUMEN sert de premier mot de passe
    .hint = Dans votre académie, il peut servir la première fois.
holding-handed = Un mot de passe remis dans mon établissement
holding-already-changed = J’ai déjà choisi mon mot de passe
holding-lost = Je l’ai perdu, ou jamais reçu

## What a page may ask for
need-numen = Votre NUMEN : à taper sur cette page seulement, jamais ici
need-birth-date = Votre date de naissance
need-secondary-address = L’adresse de secours déjà enregistrée
need-sms = Votre téléphone, pour recevoir un code par SMS
need-identity-document = Une pièce d’identité
need-hr-office = Le nom de votre gestionnaire (ressources humaines)
need-identifier = Votre identifiant
need-current-password = Votre mot de passe actuel ou provisoire
need-captcha = Des caractères à recopier d’une image
need-phone = Un téléphone avec une application de codes
need-ina-code = Le code INA envoyé par l’académie

## What an official page is used for
task-change-password = Changer votre mot de passe
task-application-password = Créer un mot de passe d’application
task-recovery = Enregistrer votre adresse de secours
task-second-factor = Activer la double sécurité

## What a person does on an official page
page-webmail = messagerie dans le navigateur
page-change-password = changement de mot de passe
page-reset-password = mot de passe oublié
page-recovery = adresse de secours
page-second-factor = double sécurité
page-application-password = mots de passe d’application
page-sign-on = connexion aux applications
page-staff-portal = portail des personnels
page-assistance = assistance
page-website = site de l’académie

## Second factors
factor-totp = Une application de codes sur votre téléphone
    .hint = Elle affiche un code qui change toutes les trente secondes, même sans réseau.
factor-secur-id = Une clé OTP (RSA SecurID)
    .hint = Un boîtier qui affiche six chiffres, à taper après votre code PIN. Il se demande au chef d’établissement, et s’active sur le portail.
factor-sms = Un code reçu par SMS
    .hint = Le portail l’envoie à votre numéro. Ne le donnez à personne, et ne le tapez que sur le portail.
factor-mail = Un code reçu par message
    .hint = Le portail, Cyclades par exemple, l’envoie à votre adresse académique : votre boîte doit d’abord s’ouvrir.

## How much the data is worth
confidence-pack = donnée signée par l’académie
confidence-official-page = lu sur une page officielle
confidence-seed = lu dans un article de presse ou d’aide
confidence-third-party = lu sur un site non officiel
confidence-inferred = déduit, non confirmé

## Where a server's address was found
found-by-pack = adresse fournie par l’académie
found-by-data = adresse connue de ce logiciel
found-by-srv = adresse annoncée par le domaine (DNS)
found-by-autoconfig = adresse annoncée par la configuration automatique du domaine

## What the servers want as a user name
login-form-short = forme courte, « jdupont »
login-form-full_address = adresse complète, « jean.dupont@{ $domain } »

## Organisations
kind-academy = Académie
kind-vice-rectorate = Vice-rectorat
kind-education-service = Service de l’éducation
kind-practice = Académie d’entraînement

## Who can mend it
mender-person = Vous pouvez le corriger vous-même.
mender-referent = La personne référente pour le numérique de votre établissement peut vous aider.
mender-rectorate = L’assistance de votre académie peut vous aider.
mender-authors = C’est une erreur de ce logiciel : signalez-la à ses auteurs.

## How much a thing is worth
standing-done = Prouvé
    .hint = Un serveur l’a confirmé.
standing-declared = Déclaré
    .hint = Vous nous l’avez dit. Aucun serveur ne l’a confirmé.
standing-left = À faire
    .hint = Rien n’est perdu : voici où et comment.

## Mail clients
client-thunderbird = Thunderbird
    .hint = Votre compte y sera ajouté.
client-outlook = Outlook
    .hint = Windows. Le nouvel Outlook confie votre mot de passe à Microsoft.
client-apple = iPhone, iPad, Mac
    .hint = Un profil à ouvrir.
client-android = Téléphone Android
    .hint = Un code à photographier.
client-evolution = Evolution
    .hint = Sur Linux.
client-webmail = Raccourci vers la messagerie
client-sheet = Fiche à imprimer
client-signature = Signature
client-reminders = Rappels d’agenda

## What happened on an official page
returned-did = C’est fait
returned-did-not-work = Cela n’a pas fonctionné
returned-later = Plus tard
    .hint = Cela restera dans votre liste.

## Why the journey itself says no
refusal-recovery-malformed = Ce n’est pas une adresse de messagerie
    .remedy = Vérifiez qu’il y a un seul « @ » et un point après, par exemple « prenom.nom@exemple.fr ».
refusal-recovery-academic = Cette adresse appartient à l’académie ou au ministère
    .remedy = Si votre compte est bloqué, elle le sera aussi. Donnez une adresse personnelle.
refusal-application-shared = C’est le mot de passe d’application de cet ordinateur
    .remedy = Créez-en un autre sur la page, avec le nom de cet appareil : un appareil perdu se retire alors sans toucher aux autres.
refusal-budget-spent = Nous arrêtons ici les essais, pour ne pas bloquer votre compte
    .remedy = { $hours ->
        [0] { $minutes ->
            [one] Attendez une minute avant de réessayer. Si vous n’êtes pas sûr du mot de passe, demandez à l’assistance.
           *[other] Attendez { $minutes } minutes avant de réessayer. Si vous n’êtes pas sûr du mot de passe, demandez à l’assistance.
        }
       *[other] Attendez { $hours } heures avant de réessayer. Si vous n’êtes pas sûr du mot de passe, demandez à l’assistance.
    }
refusal-cancelled = Vous avez arrêté l’attente
    .remedy = Rien n’est perdu : vous pouvez recommencer quand vous voulez.
refusal-code-expired = Ce code n’est plus valable
    .remedy = Demandez-en un autre : il arrive en quelques instants.
refusal-code-malformed = Un code compte six à huit chiffres
    .remedy = Recopiez seulement les chiffres. Les espaces ne comptent pas.
refusal-no-settings = Les serveurs de messagerie de cette académie ne sont pas connus, et rien ne les annonce.
    .remedy = Demandez à l’assistance de l’académie les noms des serveurs IMAP et SMTP.
refusal-app-forbidden = Votre académie ne permet pas cette application : { $why }
    .remedy = Choisissez-en une autre, ou la messagerie sur le web. L’assistance de l’académie peut vous dire pourquoi.
refusal-no-webmail = L’adresse de la messagerie sur le web n’est pas connue
    .remedy = Demandez-la à l’assistance de l’académie. N’ouvrez pas une adresse reçue par courriel.
refusal-no-keyring = Cet ordinateur n’offre pas de trousseau où garder ce mot de passe
    .remedy = Rien n’a été gardé. Continuez sans : il sera demandé la prochaine fois. La personne référente pour le numérique peut activer le trousseau de la session.
refusal-no-client = Rien n’est coché
    .remedy = Cochez au moins un élément, ou choisissez « Plus tard ».
refusal-busy = Une opération est déjà en cours
    .remedy = Attendez qu’elle se termine, ou arrêtez-la.
refusal-journey-gone = Le parcours s’est arrêté
    .remedy = Fermez ce logiciel, puis ouvrez-le de nouveau. Aucun mot de passe n’a été gardé.
refusal-neither-holds = Aucun des deux mots de passe n’ouvre le compte
    .remedy = N’essayez plus : appelez l’assistance, et dites que la connexion a été coupée pendant un changement de mot de passe.
refusal-not-now = Cette réponse ne correspond pas à la question affichée
    .remedy = Relisez la question, puis répondez de nouveau.
refusal-no-way-back = On ne peut pas revenir avant ce point
    .remedy = Un serveur a déjà enregistré un changement. Continuez : rien n’est perdu.
refusal-password-unchanged = C’est le mot de passe actuel
    .remedy = Choisissez-en un autre.
refusal-password-weak = Ce mot de passe n’est pas assez sûr
    .remedy = Suivez le conseil affiché, ou prenez une des phrases proposées.
refusal-type-both = Il faut les deux mots de passe
    .remedy = Tapez l’ancien et celui que vous aviez choisi : nous cherchons lequel ouvre le compte.
refusal-wrong-code = Ce n’est pas le bon code
    .remedy = { $left ->
        [0] Demandez un autre code.
        [1] Il vous reste un essai. Recopiez le dernier code reçu.
       *[other] Il vous reste { $left } essais. Recopiez le dernier code reçu.
    }

## The one mail we write
letter-code-subject = Votre code de vérification : { $code }
letter-code-body =
    Bonjour,

    Voici le code à recopier dans Rentrée : { $code }

    Si vous n’avez rien demandé, ignorez ce message.
