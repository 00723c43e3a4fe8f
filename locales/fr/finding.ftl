# Where people look: the département, a pasted link, the map of the portals, whom to ask.

## Département

choose-department = Dans quel département travaillez-vous ?
    .lead = L’aide dépend du département : nous vous dirons à qui vous adresser.
    .legend = Votre département
choose-department-unknown = Je ne sais pas encore, ou dans plusieurs
    .hint = Nous donnerons alors tous les contacts.

## A pasted link

verdict-webmail = C’est la messagerie
verdict-official_other = C’est un site connu, mais pas votre messagerie
verdict-unknown = Nous ne connaissons pas ce site
verdict-lookalike = N’ouvrez pas ce lien : il imite un site officiel
link-card = Ce lien
link-pasted = Ce qui s’ouvrirait
link-official = Le vrai nom
link-inbox = { $n ->
    [one] La messagerie de cette académie s’ouvre ici. Tapez l’adresse vous-même :
   *[other] Plusieurs messageries servent cette académie. La vôtre s’ouvre à l’une de ces adresses :
}
link-lookalike-plain = Attention : cette adresse commence par http, sans chiffrement (TLS). Rien ne prouve quel site répond, et ce que vous tapez peut être lu en chemin. Tapez l’adresse avec https.

## The map of the portals

portals = Les portails de votre académie
    .lead = Un seul montre votre messagerie. Les autres sont officiels ou connus, mais n’en montrent aucune.
portals-others = Les autres portails
portal-unknown = adresse inconnue : demandez-la à l’assistance
portal-line = { $kind } : { $what }
portal-inbox = Votre messagerie
portal-other-mailbox = Autre messagerie de l’académie, où votre boîte n’est pas
portal-sign-on = Connexion aux applications
portal-staff = Portail du personnel
portal-account = Mot de passe et compte
portal-assistance = Aide
portal-website = Site public
portal-ent = Espace numérique de travail
portal-families = Familles et élèves
portal-application = Applications
portal-other = Autre service

## Whom to ask

desk-secretariat = Secrétariat de votre établissement
    .why = Il a votre dossier et peut lire votre identifiant exact.
desk-department = DSDEN, à { $town }
    .why = Pour votre département : { $department }.
desk-academy = Assistance de l’académie
    .why = Pour toute l’académie, en second recours.
desk-rectorate = Rectorat : service des ressources humaines, puis assistance informatique
    .why = En second recours.
desks-message = Un message à copier
    .lead = Il ne contient ni mot de passe ni NUMEN. Complétez ce qui manque.
support-reach-unknown = Aucune source ne donne toutes ses coordonnées : demandez-les au secrétariat de votre établissement.
support-to-fill-in = [à compléter]

## The identity step

identify-birth = Nom de naissance, s’il est différent
    .hint = Facultatif. Certaines académies en font l’identifiant.
    .ask = Nom de naissance différent ?
window-fault-department = Choisissez un département, ou la dernière réponse
servers-arrive-elsewhere = Le courrier de l’académie arrive à « { $name } », et non à la messagerie que vous avez choisie. Votre boîte est peut-être là-bas.
    .take = Regarder celle-ci plutôt
cli-ask-other-platform = Regarder celle-ci plutôt ? (o/n)
