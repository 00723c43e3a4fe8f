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
    .remedy = Ne l’utilisez pas. Un autre programme l’a peut-être modifié : recommencez, puis voyez le référent numérique.

next-thunderbird-added = Ouvrez Thunderbird : le compte y est. Thunderbird demande le mot de passe à l’ouverture, et encore une fois au premier envoi.
next-thunderbird-already-there = Le compte était déjà dans Thunderbird. Rien n’a été changé.
next-thunderbird-settings = Ce fichier résume les réglages pour Thunderbird. Vous n’avez rien à en faire ; il peut servir au référent numérique.
next-outlook-prf = Pour Outlook classique sous Windows : fermez Outlook, puis ouvrez ce fichier. Outlook demande ensuite le mot de passe. Nous n’avons pas pu l’essayer sous Windows : si le compte n’apparaît pas, recopiez les réglages de la fiche.
next-outlook-xml = Ce fichier est pour le référent numérique et Outlook classique. Le nouvel Outlook ne le lit pas, et avec lui les serveurs de Microsoft reçoivent le mot de passe de votre messagerie : préférez Thunderbird ou la messagerie sur le web.
next-outlook-registry = À faire avec le référent numérique : ce fichier indique à Outlook classique où sont les réglages. Il modifie l’ordre de recherche pour tous les comptes.
next-apple-profile = Envoyez-vous ce fichier et ouvrez-le dans Safari. Puis, dans les 8 minutes : Réglages, « Profil téléchargé », « Installer ». L’appareil affiche « Non signé » : c’est normal, car ce fichier n’est pas signé par l’académie. Vérifiez qu’il porte votre adresse, puis tapez votre mot de passe. Sur un Mac : ouvrez le fichier, puis Réglages Système, « Gestion des appareils » ou « Profils ».
next-android-qr = Affichez cette image à l’écran. Sur le téléphone, dans Thunderbird pour Android : « Importer les paramètres », puis scannez-la. Tapez ensuite votre mot de passe. Gmail et l’appareil photo ne savent pas la lire.
next-android-k9 = Sans caméra, ou avec K-9 Mail : copiez ce fichier sur le téléphone, puis Paramètres, « Importer les paramètres ». Tapez ensuite votre mot de passe.
next-sheet-print = Ouvrez la fiche et imprimez-la. Elle ne contient aucun mot de passe : ne l’y écrivez pas.
next-signature-html = Ouvrez ce fichier, copiez le texte et collez-le dans les réglages de signature de votre messagerie.
next-signature-text = La même signature sans mise en forme, pour le téléphone ou la messagerie sur le web.
next-reminders-import = Ouvrez ce fichier avec votre agenda : il ajoute trois rappels. L’ouvrir une deuxième fois les met à jour.
