# Le choix de l’académie, les identifiants, les liens, les faits de chaque académie.

## Refusals

refusal-unknown-academy = Aucune académie ne porte le nom court « { $id } ».
    .remedy = Cherchez la vôtre par le nom, le département ou la ville.
refusal-empty-identifier = L’identifiant est vide.
    .remedy = Recopiez-le depuis la lettre de l’académie, ou choisissez une proposition. Le secrétariat de votre établissement peut le confirmer.
refusal-empty-address = L’adresse est vide.
    .remedy = Recopiez votre adresse académique, ou choisissez une proposition.
refusal-numen-typed = Ceci ressemble à un NUMEN. Il n’a pas été gardé.
    .remedy = Effacez-le de ce champ. Le NUMEN ne se tape que sur la page officielle de votre académie. Ne le donnez à personne.
refusal-wrong-domain = Cette adresse est en « { $typed } », pas en « { $expected } ».
    .remedy = Tapez votre adresse académique, qui finit par @{ $expected }. Si vous avez changé d’académie, revenez au choix de l’académie.
refusal-address-malformed = Ceci n’est pas une adresse de messagerie.
    .remedy = Elle s’écrit sans accent ni espace, comme prenom.nom@ac-exemple.fr.
refusal-identifier-malformed = Un identifiant ne contient ni espace ni accent.
    .remedy = Recopiez-le tel que la lettre le donne. Le secrétariat de votre établissement peut le confirmer.
refusal-digit-in-name = Un nom ne contient pas de chiffre.
    .remedy = Tapez le nom seul. Le chiffre qui distingue les homonymes fait partie de l’identifiant.
refusal-pack-syntax = Le fichier de l’académie ne peut pas être lu, ligne { $line } : { $detail }
    .remedy = Prévenez le service informatique du rectorat, qui l’a préparé.
refusal-pack-too-large = Le fichier de l’académie dépasse 1 Mio.
    .remedy = Demandez un nouveau fichier au rectorat.
refusal-pack-no-academy = Ce fichier ne décrit aucune académie.
    .remedy = Vérifiez que c’est bien le fichier donné par le rectorat.
refusal-pack-national-data = Ce fichier veut changer la liste nationale des portails.
    .remedy = Ne l’utilisez pas. Prévenez le rectorat.
refusal-pack-host-outside = Ce fichier nomme « { $host } », hors des domaines de l’académie et du ministère.
    .remedy = Ne l’utilisez pas. Prévenez le rectorat : quelqu’un a pu le modifier.
refusal-pack-domain-outside = Ce fichier donne à l’académie le domaine « { $domain } », qui n’est pas le sien.
    .remedy = Ne l’utilisez pas. Prévenez le rectorat : quelqu’un a pu le modifier.
refusal-pack-platform-taken = Ce fichier veut changer la messagerie « { $platform } », que d’autres académies utilisent.
    .remedy = Demandez au rectorat un fichier corrigé.

## Why an academy was found

because-school-code = Code d’établissement { $what }
because-school-code-short = La lettre manque : le code entier serait { $what }
because-school-code-letter = La lettre ne va pas avec les chiffres : ce serait { $what }. Relisez le code.
because-department-code = Département { $what }
because-department = Département { $what }
because-postal-code = Code postal { $what }
because-name = Nom de l’académie : { $what }
because-other-name = Autre nom : { $what }
because-seat = Ville du rectorat : { $what }
because-dsden-seat = Ville de la DSDEN : { $what }
because-town = Ville : { $what }
because-mail-domain = Adresses en { $what }
because-former-domain = Anciennes adresses en { $what }
because-link = Site de cette académie : { $what }
because-platform = Messagerie utilisée par cette académie : { $what }
because-portal = Portail présent dans cette académie, mais qui n’est pas la messagerie : { $what }

## Why an identifier or an address is likely

candidate-rule = Forme connue ici
candidate-habit = L’habitude nationale : cette académie n’a rien publié
candidate-birth-name = Avec le nom de naissance
candidate-joined = Sans trait d’union
candidate-hyphened = Avec un trait d’union
candidate-apostrophe-hyphen = L’apostrophe devient un trait d’union
candidate-two-initials = Deux initiales pour un prénom composé
candidate-homonym = En cas d’homonyme
candidate-also-seen = Vu aussi dans cette académie, plus rarement

## Which door a link opens

link-not-a-link = Ceci n’est pas une adresse de site.
link-webmail = C’est la messagerie de votre académie.
link-webmail-national = C’est la messagerie nationale. Toutes les académies n’y sont pas encore.
link-webmail-national-unconfirmed = C’est la messagerie nationale. Nous ne savons pas si votre académie y est déjà.
link-application = C’est une application officielle, pas la messagerie.
link-other-academy = C’est la messagerie d’une autre académie.
link-academy-host = C’est un site d’une académie. Nous ne savons pas s’il montre la messagerie.
link-sign-on = C’est la page de connexion aux applications. Elle accepte votre mot de passe, mais n’est pas la messagerie.
link-staff-portal = C’est le portail du personnel, pas la messagerie.
link-assistance = C’est un site d’aide de l’académie, pas la messagerie.
link-website = C’est le site public de l’académie, pas la messagerie.
link-password-page = C’est la page du mot de passe, pas la messagerie.
link-ent = C’est un espace numérique de travail. Il a ses propres messages : ce n’est pas la messagerie académique.
link-families = C’est un portail pour les familles et les élèves.
link-university = C’est la messagerie d’une université.
link-other-portal = C’est un autre service, pas la messagerie.
link-ministry = C’est un site du ministère, pas votre messagerie.
link-other-provider = C’est un autre fournisseur de messagerie. N’y tapez pas votre mot de passe académique.
link-unknown = Nous ne connaissons pas ce site. N’y tapez pas votre mot de passe académique.
link-lookalike-userinfo = Attention : le vrai site est celui qui suit le signe @. Ce lien imite un site officiel.
link-lookalike-letters = Attention : des lettres ont été remplacées par d’autres qui leur ressemblent.
link-lookalike-ending = Attention : le nom est le bon, mais pas sa fin.
link-lookalike-edit = Attention : à une lettre près, ce serait un site officiel. Ce ne l’est pas.
link-lookalike-label = Attention : un nom officiel est placé devant le nom d’un autre site.

## Facts of an academy, shown where a person meets them

fact-two-mailboxes = Deux messageries coexistent : { $old } et { $new }. Retenez celle où votre boîte s’ouvre.
fact-webmail-is-moving = La messagerie passe de { $old } à { $new }.
fact-portals-without-inbox = Le site de la DRANE et les sites de disciplines acceptent parfois votre mot de passe, mais ne montrent aucune boîte.
fact-ent-is-not-the-mailbox = Ces espaces de travail ne sont pas la messagerie académique : { $names }.
fact-sign-on-is-not-the-mailbox = { $host } ouvre les applications. La messagerie a sa propre adresse.
fact-sign-on-portal = Un seul portail de connexion sert toutes les applications : { $host }.
fact-partage-is-an-intranet = PARTAGE est aussi le nom d’un intranet : y entrer n’ouvre pas forcément la messagerie.
fact-copied-login-page = La page de connexion de { $host } a déjà été copiée par des fraudeurs. Tapez l’adresse vous-même.
fact-login-by-server = Sur les serveurs en { $short }, l’identifiant court. Sur ceux en { $full }, l’adresse complète.
fact-login-is-full-address = L’identifiant est l’adresse complète, sans alias.
fact-identifier-from-names = L’identifiant est fait de votre prénom et de votre nom. Il ne change que sur demande.
fact-alias-discloses-identifier = identifiant@{ $domain } reçoit aussi le courrier, mais révèle votre identifiant. Ne le donnez pas.
fact-birth-name = L’identifiant est fait du nom de naissance et ne peut pas être changé.
fact-domain-differs-from-name = Les adresses finissent par @{ $domain }.
fact-old-domains = Les anciennes adresses ({ $domains }) sont encore acceptées.
fact-mailbox-created-daily = Les boîtes sont créées chaque jour sauf le dimanche, une fois votre dossier enregistré.
fact-one-identifier-everywhere = Le même identifiant sert pour la messagerie, I-Prof et les autres applications.
fact-temporary-password-expires = Un mot de passe temporaire expire sans prévenir. Changez-le dès aujourd’hui.
fact-locks-after-failures = Après plusieurs erreurs, le compte se bloque un moment. Attendez quelques minutes.
fact-no-school-no-birth-year = Ni le nom de l’établissement ni l’année de naissance dans le mot de passe.
fact-desks-by-department = L’aide dépend du département. { $desks }. En second recours, le rectorat.
fact-password-in-account-page = Le mot de passe se change dans { $page }.
fact-four-classes = Le mot de passe mêle minuscules, majuscules, chiffres et signes.
fact-numen-first-code = Le NUMEN sert de premier code de vérification, sur le portail officiel seulement.
fact-numen-in-capitals = Sur la page officielle, le NUMEN se tape en majuscules.
fact-password-renewal = Le mot de passe est à renouveler tous les { $months } mois.
fact-reset-by-hr = Un mot de passe personnel oublié ne peut être remis que par votre gestionnaire.
fact-lost-numen-hr = Un NUMEN perdu se redemande au service de gestion seulement.
fact-credentials-by-head = Vos premiers identifiants arrivent chez votre chef d’établissement, qui vous les remet.
fact-recovery-address-or-sms = Pour revenir sans mot de passe : une adresse de secours ou un code par SMS, enregistrés avant.
fact-without-recovery-desk = Sans adresse de secours, il faut s’adresser à la DSDEN du département, puis au rectorat. Comptez plusieurs jours.
fact-recovery-beforehand = L’adresse ou le téléphone personnels doivent être enregistrés avant d’en avoir besoin.
fact-without-recovery-numen-and-identity = Sinon, le rectorat ou la DSDEN demandera votre NUMEN et une pièce d’identité.
fact-recovery-by-numen-and-birth-date = Le portail demande le NUMEN et la date de naissance. Sinon, l’assistance académique.
fact-sms-or-application = Le second facteur est un code par SMS ou par une application.
fact-guides-on-portal = Les guides sont sur { $page }.
fact-mail-code-cyclades = Cyclades envoie déjà un code par courriel.
fact-code-may-be-asked = Un code supplémentaire peut être demandé à la connexion.
fact-abroad-colleague-code = De l’étranger : la date de naissance, puis un code transmis par un collègue dans les { $minutes } minutes. Un seul téléphone ne suffit pas.
fact-encrypted-only = Les connexions sans chiffrement sont fermées.
fact-no-forwarding = Pas de renvoi automatique vers une adresse personnelle.
fact-settings-on-help-portal = Les réglages officiels sont sur le portail d’aide et peuvent changer.
fact-settings-in-intranet = Les réglages officiels : { $path }.
fact-clients-may-be-closed = Les logiciels de messagerie peuvent être fermés : la messagerie sur le web reste alors la seule voie.
fact-message-limit = Un message ne dépasse pas { $megabytes } Mo.
fact-attachment-limit = Les pièces jointes ne dépassent pas { $megabytes } Mo en tout.
fact-junk-folder = Le courrier indésirable est gardé { $days } jours. Regardez-y chaque semaine.
fact-bcc-for-parents = À plusieurs familles, écrivez en copie cachée.
fact-read-your-mail = La boîte doit être activée et lue régulièrement.
fact-mailbox-follows-you = La boîte vous suit si vous changez d’académie.
fact-desk-by-form-first = L’assistance répond d’abord à son formulaire. Le téléphone vient ensuite.
fact-three-checks-before-the-desk = Avant de demander de l’aide, vérifiez trois choses. Le portail s’ouvre ? Le mot de passe est-il le dernier choisi ? Un autre réseau donne-t-il le même résultat ?
fact-quarantine-report = Deux rapports par jour annoncent les messages retenus en quarantaine ; vous les libérez depuis ce rapport. Après { $days } jours, ils sont effacés.
fact-encrypted-attachments-bounce = Un message dont la pièce jointe est chiffrée vous revient, non remis.
fact-identifier-any-case = Dans l’identifiant, majuscules et minuscules se valent.

## Packs: the file, its signature, its dates

refusal-pack-symlink = { $path } est un lien vers un autre fichier.
    .remedy = Donnez le fichier lui-même, pas un raccourci.
refusal-pack-not-utf8 = Le fichier de l’académie n’est pas un texte en UTF-8.
    .remedy = Demandez un nouveau fichier au rectorat : celui-ci a été abîmé ou mal enregistré.
refusal-pack-signature-unreadable = La signature (.minisig) du fichier de l’académie est illisible ou incomplète.
    .remedy = Téléchargez à nouveau les deux fichiers. Si cela se répète, prévenez le rectorat.
refusal-pack-signature-old-form = La signature du fichier de l’académie est d’une forme ancienne, que nous n’acceptons plus.
    .remedy = Le rectorat doit signer à nouveau, avec minisign 0.11 ou plus récent.
refusal-pack-no-key-pinned = Cette version du logiciel ne connaît la clé d’aucune académie : elle ne peut pas vérifier la signature.
    .remedy = Installez la version que distribue votre rectorat.
refusal-pack-other-key = Le fichier de l’académie est signé par une clé que nous ne connaissons pas ({ $key }).
    .remedy = Ne l’utilisez pas. Demandez au rectorat si sa clé a changé : il faut alors une nouvelle version du logiciel.
refusal-pack-key-revoked = La clé qui a signé ce fichier ({ $key }) a été retirée.
    .remedy = Ne l’utilisez pas. Demandez au rectorat un fichier signé avec la clé actuelle.
refusal-pack-truncated = Le fichier de l’académie est coupé : il en manque la fin.
    .remedy = Téléchargez-le à nouveau.
refusal-pack-changed = Le fichier de l’académie n’est pas celui qui a été signé : il a été modifié depuis.
    .remedy = Ne l’utilisez pas. Reprenez-le sur l’intranet de l’académie. Si cela se répète, prévenez le rectorat.
refusal-pack-no-timestamp = La signature ne dit pas quand ce fichier a été signé.
    .remedy = Le rectorat doit signer à nouveau, sans changer le commentaire que minisign écrit.
refusal-pack-no-file-name = La signature ne dit pas pour quel fichier elle est faite.
    .remedy = Le rectorat doit signer à nouveau, sans changer le commentaire que minisign écrit.
refusal-pack-other-file = Cette signature est faite pour « { $signed } », pas pour « { $found } ».
    .remedy = Si le fichier a été renommé, rendez-lui le nom « { $signed } ». Sinon, ne l’utilisez pas.
refusal-pack-from-future = Ce fichier est signé du { $signed }, une date à venir.
    .remedy = Vérifiez la date de cet ordinateur. Si elle est juste, prévenez le rectorat.
refusal-pack-key-of-other = Ce fichier décrit « { $academy } », mais la clé est celle de « { $owner } ».
    .remedy = Ne l’utilisez pas. Prévenez le rectorat : une académie ne signe que pour elle-même.
refusal-pack-older = Ce fichier date du { $signed }. Un plus récent, du { $newest }, a déjà servi ici.
    .remedy = Prenez le fichier le plus récent. Un ancien ne peut pas revenir.
refusal-pack-no-expiry = Ce fichier signé ne dit pas jusqu’à quand il est valable.
    .remedy = Le rectorat doit ajouter « expires » en tête du fichier, puis signer à nouveau.
refusal-pack-bad-expiry = « expires = { $text } » n’est pas une date.
    .remedy = Écrivez l’année, le mois et le jour : 2027-08-31.
refusal-pack-expired = Le fichier de l’académie n’est plus valable depuis le { $expires }. Ses textes servent encore, ses serveurs non.
    .remedy = Demandez le nouveau fichier au rectorat. En attendant, les données du logiciel servent.
refusal-pack-plain-address = Ce fichier donne l’adresse « { $address } », sans chiffrement.
    .remedy = Demandez au rectorat un fichier corrigé : chaque adresse commence par https.
refusal-pack-plain-port = Ce fichier nomme { $host }, port { $port } : ce port ne chiffre pas dès le début.
    .remedy = Demandez au rectorat un fichier corrigé, avec les ports chiffrés (993, 465, 636, 443).
refusal-unknown-department = Le département « { $department } » n’est pas de cette académie.
    .remedy = Donnez son numéro ou son nom, ou laissez-le de côté.
refusal-pack-file-unreadable = Le fichier d’académie { $path } ne peut pas être lu.
    .remedy = Vérifiez son chemin et qu’il vous est permis de le lire.
refusal-pack-unsigned = Le fichier d’académie { $path } n’est pas signé.
    .remedy = Sa signature, un fichier en .minisig, doit l’accompagner : prenez les deux ensemble, ou demandez-les à votre rectorat.
