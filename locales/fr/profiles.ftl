### Profils : pourquoi un fichier n'a pas été écrit, et que faire du fichier sur chaque appareil.

refusal-profile-unusable-name = { $field ->
    [display-name] Le nom affiché
    [login] L’identifiant
    [label] Le nom du compte
    [role] La fonction
    [school] L’établissement
    [phone] Le numéro de téléphone
    [webmail] L’adresse de la messagerie sur le web
   *[other] Un texte
  } ne peut pas être écrit dans les réglages.
    .remedy = Il doit tenir sur une ligne, sans caractère invisible, et ne pas être vide. Retapez-le au clavier au lieu de le coller.
refusal-profile-unusable-address = « { $address } » n’est pas une adresse utilisable.
    .remedy = Vérifiez votre adresse : elle ressemble à prenom.nom@ac-exemple.fr, sans accent ni espace.
refusal-profile-unusable-host = Le serveur « { $host } » n’a pas un nom valable.
    .remedy = Aucun réglage n’a été écrit. Demandez les noms des serveurs de messagerie à l’assistance de votre académie.
refusal-profile-not-made = Le fichier n’a pas pu être préparé. C’est une erreur de ce logiciel.
    .remedy = Rien n’a été écrit. Choisissez un autre appareil ou la fiche à imprimer, et signalez l’erreur aux auteurs.
refusal-profile-qr-too-big = Les réglages ne tiennent pas dans un code à scanner.
    .remedy = Raccourcissez le nom affiché, ou recopiez les réglages depuis la fiche à imprimer.
refusal-thunderbird-running = Thunderbird est ouvert. Ce qui serait écrit maintenant serait perdu.
    .remedy = Fermez toutes les fenêtres de Thunderbird, attendez une demi-minute, puis recommencez. Profil : { $profile }
refusal-thunderbird-missing = Thunderbird n’a pas été trouvé sur cet ordinateur.
    .remedy = Installez Thunderbird ou demandez-le au référent numérique. Vous pouvez aussi choisir une autre application.
refusal-thunderbird-several-profiles = Plusieurs profils Thunderbird existent, et rien ne dit lequel vous utilisez : { $folders }
    .remedy = Ouvrez une fois le Thunderbird que vous utilisez, fermez-le, puis recommencez. Si cela ne suffit pas, voyez le référent numérique.
refusal-thunderbird-profile-lost = Le profil que Thunderbird ouvre n’est plus à sa place : { $profile }
    .remedy = Il est peut-être sur un disque ou un réseau non connecté. Connectez-le, ouvrez Thunderbird une fois, puis recommencez.
refusal-thunderbird-unreadable = Le fichier { $path } ne ressemble pas à ce que Thunderbird écrit.
    .remedy = Il n’a pas été modifié. Ouvrez puis fermez Thunderbird et recommencez ; sinon, voyez le référent numérique.
refusal-thunderbird-not-ours = Ce compte était déjà dans Thunderbird, ou il a été modifié depuis : il n’est pas retiré. Profil : { $profile }
    .remedy = Pour l’enlever vous-même, ouvrez Thunderbird, puis « Paramètres des comptes » et « Supprimer le compte ».
refusal-profile-disk-full = Il n’y a plus de place pour écrire { $path }.
    .remedy = Libérez de la place, puis recommencez. Le fichier d’avant est intact.
refusal-profile-not-writable = Ce logiciel n’a pas le droit d’écrire { $path }.
    .remedy = Choisissez un dossier qui est à vous, par exemple « Documents ». Sur un ordinateur de l’établissement, voyez le référent numérique.
refusal-profile-disk = Le disque a refusé pour { $path }.
    .remedy = Essayez un autre dossier. Si cela continue, voyez le référent numérique.
refusal-profile-not-kept = Le fichier { $path } ne contient pas ce qui a été écrit.
    .remedy = Ne l’utilisez pas. Un autre logiciel l’a peut-être modifié : recommencez, puis voyez le référent numérique.
refusal-profile-numen = Un NUMEN se trouve dans { $field ->
    [display-name] le nom affiché
    [role] la fonction
    [school] l’établissement
    [phone] le numéro de téléphone
   *[other] un texte
  }.
    .remedy = Le NUMEN est secret : il ne doit figurer dans aucun message. Effacez-le, puis recommencez.
refusal-profile-certificate = Ce certificat ne peut pas signer les profils.
    .remedy = Il faut un certificat RSA, P-256 ou P-384 avec sa clé et ses certificats intermédiaires, dans un fichier PEM ou PKCS#12. Demandez-le au service qui gère les certificats du rectorat.
refusal-profile-passphrase = Ce mot de passe n’ouvre pas le certificat de signature.
    .remedy = Vérifiez le fichier et retapez le mot de passe du certificat, qui n’est pas celui de la messagerie.
refusal-profile-certificate-expired = Le certificat de signature n’est pas valable aujourd’hui.
    .remedy = Vérifiez l’horloge de l’ordinateur, puis demandez un certificat à jour au service qui gère les certificats du rectorat.
refusal-staff-column-unknown = La liste a une colonne inconnue : « { $column } ».
    .remedy = Les colonnes possibles sont given, family, address, identifier, role, school et phone. Ôtez les autres : la liste ne doit contenir aucun mot de passe.
refusal-staff-column-missing = Il manque à la liste la colonne « { $column } ».
    .remedy = Les colonnes given, family et address sont nécessaires. La première ligne doit porter leurs noms.
refusal-staff-column-twice = La liste a deux fois la colonne « { $column } ».
    .remedy = Gardez-en une seule, puis recommencez.
refusal-staff-unreadable = La ligne { $line } de la liste ne se lit pas.
    .remedy = Enregistrez la liste en « CSV UTF-8 », avec autant de champs sur chaque ligne que sur la première et des guillemets fermés.
refusal-staff-twice = L’adresse { $address } est déjà sur une ligne précédente.
    .remedy = Gardez une seule ligne par adresse.
refusal-staff-no-academy = « { $address } » n’est l’adresse d’aucune académie connue.
    .remedy = Vérifiez ce qui suit le « @ ». Si l’académie est nouvelle ici, ajoutez son paquet avec --pack.

next-thunderbird-added = Ouvrez Thunderbird, puis tapez votre mot de passe quand il le demande.
    .more = Le compte y est déjà. Thunderbird redemande le mot de passe au premier envoi.
next-thunderbird-already-there = Le compte était déjà dans Thunderbird. Rien n’a été changé.
next-thunderbird-settings = Rien à faire de ce fichier : il résume les réglages, pour le référent numérique.
next-outlook-prf = Sur Windows, fermez Outlook classique, ouvrez ce fichier, puis tapez votre mot de passe.
    .more = Nous n’avons pas pu l’essayer sous Windows : si le compte n’apparaît pas, recopiez les réglages de la fiche à imprimer.
next-outlook-xml = Pour le référent numérique et Outlook classique.
    .more = Le nouvel Outlook ne lit pas ce fichier. Avec lui, les serveurs de Microsoft reçoivent le mot de passe de votre messagerie. Préférez Thunderbird ou la messagerie sur le web.
next-outlook-registry = Pour le référent numérique, sur un autre ordinateur.
    .more = Copiez le fichier .xml dans C:\Users\Public\Documents\Rentree, puis ouvrez celui-ci. Il indique à Outlook classique où sont les réglages, et change l’ordre de recherche pour tous les comptes.
next-outlook-registry-undo = Pour revenir en arrière : ouvrez ce fichier.
    .more = Il remet les réglages de recherche d’Outlook comme ils étaient quand nous avons pu les lire ; sinon, il ôte seulement les nôtres.
next-outlook-registry-done = Dans Outlook classique, ajoutez le compte avec votre adresse, puis tapez votre mot de passe.
    .more = C’est déjà fait sur cet ordinateur : Outlook classique sait où sont les réglages. Nous n’avons pas pu l’essayer sous Windows.
next-apple-profile = Ouvrez ce fichier sur l’appareil, installez-le, puis tapez votre mot de passe. « Non signé » s’affiche : c’est normal.
    .more = iPhone, iPad : envoyez-vous le fichier et ouvrez-le dans Safari. Puis, dans les 8 minutes : Réglages, « Profil téléchargé », « Installer ». Mac : ouvrez le fichier, puis Réglages Système, « Gestion des appareils » ou « Profils ». « Non signé » veut dire que l’académie n’a pas signé ce fichier : vérifiez qu’il porte votre adresse.
next-apple-signed = Ouvrez ce fichier sur l’appareil, lisez le nom du signataire, installez-le, puis tapez votre mot de passe.
    .more = iPhone, iPad : envoyez-vous le fichier et ouvrez-le dans Safari. Puis, dans les 8 minutes : Réglages, « Profil téléchargé », « Installer ». L’appareil affiche « Vérifié » et le nom du signataire. Mac : ouvrez le fichier, puis Réglages Système, « Gestion des appareils » ou « Profils ».
next-android-qr = Dans Thunderbird pour Android, « Importer les paramètres » : scannez cette image, puis tapez votre mot de passe.
    .more = Affichez l’image à l’écran de l’ordinateur. Gmail et l’appareil photo ne savent pas la lire.
next-android-k9 = Sans caméra, ou avec K-9 Mail : copiez ce fichier sur le téléphone.
    .more = Puis Paramètres, « Importer les paramètres ». Tapez ensuite votre mot de passe.
next-evolution-added = Fermez puis rouvrez Evolution, et tapez votre mot de passe.
    .more = Le compte y est. Choisissez ensuite le dossier des messages envoyés dans les préférences du compte.
next-evolution-already-there = Le compte était déjà dans Evolution. Rien n’a été changé.
next-evolution-source = Copiez les trois fichiers .source dans .config/evolution/sources, rouvrez Evolution, et tapez votre mot de passe.
    .more = Ce dossier est dans votre dossier personnel. Choisissez ensuite le dossier des messages envoyés dans les préférences du compte.
next-evolution-part = Va avec le premier fichier.
next-webmail-url = Sur Windows : copiez ce fichier sur le bureau. Il ouvre la bonne adresse.
next-webmail-webloc = Sur un Mac : copiez ce fichier sur le bureau. Il ouvre la bonne adresse.
next-webmail-desktop = Sur Linux : copiez ce fichier sur le bureau. Il ouvre la bonne adresse.
    .more = Sur le bureau, faites un clic droit, puis choisissez « Autoriser le lancement ».
next-sheet-print = Ouvrez la fiche et imprimez-la. N’y écrivez pas votre mot de passe.
next-signature-html = Ouvrez ce fichier, copiez le texte, collez-le dans les réglages de signature de votre messagerie.
next-signature-text = La même sans mise en forme, pour le téléphone ou la messagerie sur le web.
next-reminders-import = Ouvrez ce fichier avec votre agenda : il ajoute les rappels.
    .more = L’ouvrir une deuxième fois les met à jour.
