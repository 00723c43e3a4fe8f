# Le chemin du retour : adresse de secours, oubli, double sécurité. Pour la fenêtre et le terminal.

## Ce qui ne peut pas servir d’adresse de secours
refusal-recovery-school = C’est la boîte d’un établissement ou d’un espace numérique
    .remedy = Elle se ferme avec votre compte, ou le jour où vous changez de poste. Donnez une adresse personnelle.
refusal-recovery-disposable = C’est une adresse jetable
    .remedy = Elle aura disparu le jour où vous en aurez besoin. Donnez une adresse que vous gardez.
refusal-recovery-shared = C’est une boîte que plusieurs personnes ouvrent
    .remedy = Qui la lit pourrait changer votre mot de passe. Donnez une adresse à vous seul.

## Le jour de l’oubli
forgotten = Et si j’oublie mon mot de passe ?
forgotten-prepared = Ouvrez cette page : votre adresse de secours ou votre téléphone vous rendra l’accès.
forgotten-unprepared = Sans adresse de secours, cette page ne suffit souvent pas : comptez plusieurs jours.
forgotten-asks = La page demandera :
forgotten-brings = Il vous sera demandé :
forgotten-else = Si la page ne suffit pas, demandez à :
forgotten-asks-unknown = Aucune source ne dit ce qu’elle demande. Ayez au moins votre identifiant.

## Téléphone de secours
task-recovery-phone = Enregistrer aussi votre téléphone
item-recovery-phone-done = Votre téléphone est enregistré par l’académie
item-recovery-phone-declared = Vous dites avoir enregistré votre téléphone
item-recovery-phone-left = Enregistrer votre téléphone auprès de l’académie
why-academy-wrote = Vous nous dites que le message de l’académie y est arrivé.
why-factor-unproved = Le portail connaît déjà un second facteur, et aucun de ses codes n’a été donné. Si vous n’avez plus l’appareil, demandez à l’assistance de le retirer.

## Codes
refusal-code-again = C’est le code que vous venez de donner
    .remedy = Attendez que l’application en affiche un autre : trente secondes au plus.
refusal-code-spent = Trop de codes faux : nous arrêtons les essais
    .remedy = Choisissez « Plus tard », ou demandez une autre clé. Rien n’a été retiré de votre compte.
refusal-clock-phone = { $side ->
    [ahead] { $minutes ->
        [0] L’horloge de votre téléphone avance d’environ { $seconds } secondes.
        [one] L’horloge de votre téléphone avance d’environ une minute.
       *[other] L’horloge de votre téléphone avance d’environ { $minutes } minutes.
    }
   *[behind] { $minutes ->
        [0] L’horloge de votre téléphone retarde d’environ { $seconds } secondes.
        [one] L’horloge de votre téléphone retarde d’environ une minute.
       *[other] L’horloge de votre téléphone retarde d’environ { $minutes } minutes.
    }
}
    .remedy = Remettez-la à l’heure automatique. Android : Paramètres, Système, Date et heure. iPhone : Réglages, Général, Date et heure. Puis tapez le code suivant.
refusal-clock-computer = { $side ->
    [ahead] { $minutes ->
        [0] L’horloge de cet ordinateur avance d’environ { $seconds } secondes.
        [one] L’horloge de cet ordinateur avance d’environ une minute.
       *[other] L’horloge de cet ordinateur avance d’environ { $minutes } minutes.
    }
   *[behind] { $minutes ->
        [0] L’horloge de cet ordinateur retarde d’environ { $seconds } secondes.
        [one] L’horloge de cet ordinateur retarde d’environ une minute.
       *[other] L’horloge de cet ordinateur retarde d’environ { $minutes } minutes.
    }
}
    .remedy = Celle de votre téléphone est juste. Mettez l’ordinateur à l’heure automatique, dans ses paramètres de date et d’heure.
refusal-clock-both = Ni votre téléphone ni cet ordinateur ne sont à l’heure
    .remedy = { $side ->
        [ahead] { $minutes ->
            [0] Le téléphone avance d’environ { $seconds } secondes. Mettez les deux à l’heure automatique, puis tapez le code suivant.
           *[other] Le téléphone avance d’environ { $minutes } min. Mettez les deux à l’heure automatique, puis tapez le code suivant.
        }
       *[behind] { $minutes ->
            [0] Le téléphone retarde d’environ { $seconds } secondes. Mettez les deux à l’heure automatique, puis tapez le code suivant.
           *[other] Le téléphone retarde d’environ { $minutes } min. Mettez les deux à l’heure automatique, puis tapez le code suivant.
        }
    }
refusal-clock-differs = Votre téléphone et cet ordinateur ne sont pas à la même heure
    .remedy = { $minutes ->
        [0] Ils diffèrent d’environ { $seconds } secondes, et aucun serveur n’a dit lequel se trompe. Mettez les deux à l’heure automatique, puis tapez le code suivant.
       *[other] Ils diffèrent d’environ { $minutes } min, et aucun serveur n’a dit lequel se trompe. Mettez les deux à l’heure automatique, puis tapez le code suivant.
    }

## Les seconds facteurs, et sans smartphone
factor-known = Les autres moyens
factor-asked = Le portail demande déjà un autre second facteur. Nous n’y touchons pas : dites-nous seulement lequel.
without-phone = Pas de smartphone ?
without-phone-computer-app = Une application de codes sur un ordinateur, par exemple KeePassXC : tapez-y la clé. Cet ordinateur vous sera alors nécessaire pour entrer.
without-phone-text-message = Votre académie envoie aussi des codes par SMS : un téléphone simple suffit.
without-phone-otp-key = Une clé OTP (RSA SecurID), un boîtier qui affiche les codes : demandez-la à votre chef d’établissement.
without-phone-school-device = Un appareil prêté par l’établissement : demandez à la personne référente pour le numérique.
without-phone-desk = Sinon, l’assistance de votre académie dira ce qu’elle accepte.

## Codes de secours, là où le serveur en fait
item-recovery-codes-done = Vos codes de secours fonctionnent, et vous les avez sous la main
item-recovery-codes-declared = Vous dites avoir des codes de secours
item-recovery-codes-left = Faire faire des codes de secours, pour le jour où le téléphone manque
proof-code-spent = { $host } a accepté l’un d’eux : il ne resservira pas.
codes-offer = Et si vous perdez le téléphone ?
    .lead = Votre académie peut faire une liste de codes de secours. Chacun ouvre une seule fois, sans le téléphone.
    .text = Vous les imprimez, ou vous les gardez dans un fichier. Puis vous en tapez un, pour prouver que la liste marche.
    .make = Faire la liste
codes-list = Vos codes de secours
    .lead = Ils ne sont montrés qu’ici, une seule fois. Qui les a peut entrer à votre place, avec votre mot de passe.
    .keep = Gardez-les maintenant, loin du téléphone.
    .save = Les écrire dans un fichier
    .saved = Écrits dans { $path }. Sur un ordinateur partagé, imprimez-les plutôt, puis effacez ce fichier.
    .print = Les imprimer
    .type = Tapez-en un pour prouver que la liste marche
    .label = Un code de la liste
    .hint = N’importe lequel. Rayez-le ensuite : il ne resservira pas.
codes-file-name = codes-de-secours.txt
codes-file = Codes de secours, { $academy }, compte { $login }. Chacun sert une seule fois : rayez-le après. Ne les montrez à personne.
next-codes-keep = Rangez ces codes loin du téléphone, ou imprimez-les puis effacez le fichier.
