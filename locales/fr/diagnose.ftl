# Trouver les serveurs, puis dire la seule chose qui bloque : une cause, un remède, une personne qui peut aider.

## Ce qui bloque
refusal-no-network = Cet ordinateur n’est relié à aucun réseau.
    .remedy = Branchez le câble ou choisissez un réseau Wi-Fi, puis relancez le diagnostic.
refusal-no-names = Aucun nom de serveur n’est trouvé : le service de noms (DNS) de ce réseau ne répond pas.
    .remedy = Essayez un autre réseau, par exemple le partage de connexion de votre téléphone. Dans l’établissement, montrez ce rapport au référent numérique.
refusal-tls-inspection = Un équipement du réseau ouvre les connexions chiffrées : { $issuer }.
    .remedy = Il pourrait lire votre mot de passe, qui n’est donc pas envoyé. Essayez un autre réseau, ou montrez ce rapport au référent numérique : les serveurs de l’académie doivent passer sans inspection.
refusal-nothing-passes = Rien ne passe : ni la messagerie, ni le web de l’académie.
    .remedy = Essayez un autre réseau. Dans l’établissement, montrez ce rapport au référent numérique : le pare-feu ou le proxy arrête tout.
refusal-mail-ports-blocked = Ce réseau laisse passer le web, mais pas la messagerie (ports { $ports }).
    .remedy = Continuez les étapes sur le web dès maintenant. Vérifiez votre boîte depuis un autre réseau, par exemple chez vous. Le référent numérique de l’établissement peut aussi ouvrir ces ports : montrez-lui ce rapport.
refusal-slow-network = Les serveurs répondent, mais très lentement.
    .remedy = Le réseau est chargé ou lointain. Attendez quelques minutes, rapprochez-vous de la borne Wi-Fi, ou essayez un autre réseau.
refusal-directory-down = L’annuaire de l’académie ({ $host }) ne répond pas : il est arrêté, ou ce réseau le bloque.
    .remedy = La messagerie répond : votre boîte n’est pas en cause. Le changement de mot de passe attendra. Réessayez plus tard ou depuis un autre réseau ; si cela dure, prévenez l’assistance de l’académie.
refusal-servers-not-known = Le réseau fonctionne, mais l’adresse des serveurs de messagerie n’est pas connue.
    .remedy = Lisez votre courrier dans le navigateur. Pour un logiciel de messagerie, demandez les noms des serveurs IMAP et SMTP à l’assistance de l’académie.
refusal-nothing-to-diagnose = Il n’y a encore rien à examiner.
    .remedy = Choisissez d’abord votre académie, puis relancez le diagnostic.

## Un serveur qui ne peut pas être le bon
refusal-other-provider = { $host } appartient à { $provider }, et non à votre académie.
    .remedy = N’y tapez jamais votre mot de passe académique. Prenez l’adresse professionnelle et les serveurs donnés par l’académie.
refusal-portal-not-mail = { $host } est un portail ({ $portal }) : il n’ouvre pas la boîte académique.
    .remedy = Laissez Rentrée trouver les serveurs à partir de votre adresse professionnelle.
refusal-school-not-mail = { $host } est une machine d’établissement : elle ne tient pas la boîte académique.
    .remedy = Laissez Rentrée trouver les serveurs à partir de votre adresse professionnelle.
refusal-host-not-academic = « { $host } » n’est pas un serveur de l’académie : son nom n’est pas directement sous { $domain }.
    .remedy = N’y tapez pas votre mot de passe. Laissez Rentrée trouver les serveurs, ou demandez leur nom à l’assistance de l’académie.
refusal-unknown-domain = Aucune académie connue n’utilise « { $domain } ».
    .remedy = Vérifiez l’orthographe de votre adresse professionnelle, ou cherchez votre académie avec « rentree find ».
refusal-left-for-another-network = Votre boîte aux lettres n’a pas pu être vérifiée depuis ce réseau.
    .remedy = Le reste est fait ou noté ci-dessus. Depuis un autre réseau, par exemple chez vous, lancez « rentree verify ». Pour savoir ce qui bloque ici : lancez « rentree diagnose ».

purpose-diagnosis = pour comprendre ce qui bloque

## Le diagnostic
diagnosis-looking = Examen en cours…
diagnosis-looking-next = Cela prend au plus 12 secondes. Aucun mot de passe n’est envoyé.
diagnosis-fine = Tout ce qui est nécessaire répond.
diagnosis-fine-next = Le réseau n’est pas en cause. Si la connexion échoue, c’est l’identifiant, le mot de passe ou le compte : l’assistance de l’académie peut aider.
diagnosis-provisional = Certains serveurs n’ont pas encore répondu : ce résultat peut changer.
diagnosis-proxy = Proxy web de cet ordinateur : { $proxy }
diagnosis-no-proxy = Aucun proxy web n’est réglé sur cet ordinateur.
diagnosis-clock = Écart entre l’horloge de cet ordinateur et celle d’un serveur vérifié : { $seconds } s.
diagnosis-no-clock = L’heure n’a pas pu être comparée : aucune page web vérifiée n’a répondu.
diagnosis-report-title = Diagnostic Rentrée { $version }
    { $academy } ({ $domain }), { $day }
diagnosis-report-lines = Ce qui a été examiné
diagnosis-report-redacted = Ce rapport ne contient ni votre nom, ni votre adresse électronique, ni identifiant, ni mot de passe. Il reste sur cet ordinateur tant que vous ne le transmettez pas.

endpoint-dns = Nom
endpoint-imap = Lire le courrier
endpoint-smtp = Envoyer le courrier
endpoint-sieve = Filtres
endpoint-pop = Ancienne lecture (POP)
endpoint-web = Page web
endpoint-ldap = Annuaire
endpoint-state-waiting = pas encore de réponse
endpoint-state-open = répond
endpoint-state-failed = ne répond pas comme il faut
endpoint-state-closed = fermé, sans gravité

## Ce que dit le terminal
cli-discover-confirm = Ce serveur a seulement été trouvé sur le réseau : avant d’y taper un mot de passe, faites confirmer son nom par l’académie.
cli-discover-tried = Ce qui a été essayé
cli-discover-asked-dns = { $named ->
    [0] L’annonce { $what } du domaine (DNS) ne nomme aucun serveur.
    [one] L’annonce { $what } du domaine (DNS) nomme un serveur.
   *[other] L’annonce { $what } du domaine (DNS) nomme { $named } serveurs.
}
cli-discover-asked-file = { $named ->
    [0] Le fichier de configuration { $what } n’a donné aucun serveur.
    [one] Le fichier de configuration { $what } a donné un serveur.
   *[other] Le fichier de configuration { $what } a donné { $named } serveurs.
}
cli-discover-mx = Le courrier de { $domain } arrive chez { $hosts }.
cli-discover-mx-none = Nous n’avons pas trouvé où arrive le courrier du domaine { $domain }.
cli-discover-platform = Messagerie retenue : { $name }, d’après l’endroit où arrive le courrier.
cli-discover-server-fits = { $host } porte bien un nom de l’académie.
