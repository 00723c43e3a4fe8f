# Refus des serveurs d'identité. La phrase dit ce qui s'est passé, le remède ce qu'il faut faire ensuite.

refusal-account-wrong-password = L’identifiant ou le mot de passe a été refusé ; le serveur ne dit pas lequel.
    .remedy = Relisez la lettre : 0 et O, 1 et l, majuscules. Trop d’échecs bloquent le compte.

refusal-account-locked = Ce compte est verrouillé, ou son mot de passe provisoire n’est plus valable. Le serveur répond la même chose dans les deux cas.
    .remedy = N’essayez plus pour le moment. Un verrou posé après trop d’essais se lève souvent seul ; sinon, demandez à l’assistance de votre académie de rouvrir le compte.

refusal-account-expired = Le mot de passe est juste, mais il a expiré et ce serveur ne permet plus de le changer.
    .remedy = Demandez un nouveau mot de passe à l’assistance de votre académie, ou utilisez sa page de réinitialisation.

refusal-account-too-many-tries = Le serveur a compté trop d’essais et fait patienter.
    .remedy = Attendez quelques minutes sans rien essayer, ni ici ni ailleurs, puis recommencez une seule fois.

refusal-account-identifier-refused = Le serveur n’accepte pas cet identifiant : il contient un caractère inattendu ou il est vide.
    .remedy = Tapez l’identifiant tel qu’il figure sur votre courrier, sans espace.

refusal-account-empty-password = Aucun mot de passe n’a été tapé. Rien n’a été envoyé.
    .remedy = Tapez le mot de passe, puis continuez.

refusal-account-control-character = Le mot de passe contient un caractère invisible, sans doute venu d’un copier-coller. Rien n’a été envoyé.
    .remedy = Tapez le mot de passe au clavier.

refusal-account-new-too-short = Le serveur trouve le nouveau mot de passe trop court : { $typed } caractères ne suffisent pas. L’ancien reste valable.
    .remedy = Choisissez-en un plus long, par exemple une suite de mots.

refusal-account-new-too-long = Le serveur trouve le nouveau mot de passe trop long : { $typed } caractères sont trop. L’ancien reste valable.
    .remedy = Choisissez-en un plus court, qui respecte la règle affichée.

refusal-account-new-too-weak = Le serveur trouve le nouveau mot de passe trop simple. L’ancien reste valable.
    .remedy = Mêlez minuscules, majuscules, chiffres et signes, ou prenez une des phrases proposées.

refusal-account-new-forbidden-character = Le nouveau mot de passe contient un caractère que le serveur refuse. L’ancien reste valable.
    .remedy = Gardez les lettres sans accent, les chiffres et les signes courants.

refusal-account-new-in-history = Ce mot de passe a déjà servi sur ce compte. L’ancien reste valable.
    .remedy = Choisissez-en un que vous n’avez jamais utilisé.

refusal-account-new-same-as-old = Le nouveau mot de passe est le même que l’actuel. Rien n’a été envoyé.
    .remedy = Choisissez un mot de passe différent.

refusal-account-wrong-old = Le serveur refuse le mot de passe actuel donné pour le changement. Rien n’a changé.
    .remedy = Revenez en arrière et retapez le mot de passe actuel.

refusal-account-too-young = Le mot de passe actuel est trop récent : le serveur impose un délai avant un nouveau changement.
    .remedy = Gardez le mot de passe actuel et revenez demain. L’assistance de votre académie connaît le délai exact.

refusal-account-must-supply-old = Le serveur veut l’ancien mot de passe avec le nouveau, et n’a pas reconnu celui qui a été envoyé. Rien n’a changé.
    .remedy = Changez le mot de passe sur la page officielle de votre académie ; son assistance peut vous aider.

refusal-account-not-allowed = Le serveur n’autorise pas cette opération pour ce compte.
    .remedy = Utilisez la page officielle de votre académie, ou demandez à son assistance.

refusal-account-must-change-first = Ce compte n’accepte rien d’autre tant que son mot de passe provisoire n’est pas changé.
    .remedy = Changez d’abord le mot de passe, puis reprenez cette étape.

refusal-account-recovery-refused = L’annuaire n’accepte pas cette adresse de secours.
    .remedy = Donnez une adresse sans accent ni espace, par exemple prenom.nom@exemple.fr.

refusal-account-bad-code = Ce code n’est pas le bon.
    .remedy = Attendez que l’application affiche un nouveau code et tapez-le tout de suite. Si cela se répète, vérifiez que le téléphone est à l’heure automatique.

refusal-account-over = Le serveur a oublié cette opération : trop de temps a passé, ou le code a déjà servi.
    .remedy = Recommencez cette étape depuis le début.

refusal-account-factor-exists = Ce compte a déjà un second facteur.
    .remedy = Si vous l’avez encore, il n’y a rien à faire. Sinon, demandez à l’assistance de votre académie de le retirer.

refusal-account-factor-not-asked = Le portail vous laisse entrer sans demander de code : le second facteur n’est pas en place.
    .remedy = Attendez une minute et essayez à nouveau. Si cela se répète, demandez à l’assistance de votre académie.

refusal-account-other-factor = Le portail demande un autre second facteur que l’application du téléphone.
    .remedy = Passez par la page officielle de votre académie ; son assistance peut vous aider.

refusal-account-captcha = Le portail demande de recopier une image : seule sa page officielle peut être utilisée.
    .remedy = Ouvrez la page officielle et faites-y cette étape.

refusal-account-in-doubt = La demande de changement est partie, mais la réponse n’est pas arrivée. Un des deux mots de passe est valable, on ne sait pas encore lequel.
    .remedy = Gardez les deux sous la main et laissez le logiciel vérifier lequel est valable.

refusal-account-unavailable = { $host } répond, mais ne peut pas traiter la demande pour le moment ({ $answer }).
    .remedy = Votre mot de passe n’est pas en cause. Réessayez dans quelques minutes ; si cela dure, prévenez l’assistance de votre académie.

refusal-account-unexpected = { $host } a donné une réponse que ce logiciel ne connaît pas ({ $answer }).
    .remedy = Passez par la page officielle de votre académie et signalez cette réponse aux auteurs du logiciel.

refusal-account-misconfigured = Les réglages fournis pour votre académie contiennent une erreur ({ $what }).
    .remedy = Prévenez l’assistance de votre académie : elle seule peut corriger ces réglages.

refusal-account-no-server = Aucun serveur ne permet de faire cette étape ici.
    .remedy = Passez par la page officielle de votre académie et signalez ce message aux auteurs du logiciel.
