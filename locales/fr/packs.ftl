# Les fichiers d’académie (packs) : ce qui sert, jusqu’à quand, et comment en ouvrir un.

pack-serves = Informations signées par l’académie le { $signed }, valables jusqu’au { $day }.
pack-serves-texts = Le fichier de l’académie n’est plus valable depuis le { $day } : ses contacts et ses conseils sont encore affichés, tout le reste vient du logiciel.
pack-serves-unsigned = Attention : ces informations viennent d’un fichier que personne n’a signé.

refusal-pack-logo-unreadable = Le logo de ce fichier n’est pas une image PNG fixe et entière.
    .remedy = Demandez au rectorat un fichier corrigé. Le logo est un PNG, ni animé ni vectoriel.
refusal-pack-logo-too-large = Le logo de ce fichier dépasse 96 Kio, ou l’un de ses côtés n’a pas entre 16 et 512 pixels.
    .remedy = Demandez au rectorat un fichier avec un logo plus petit.
refusal-pack-too-late = Un fichier d’académie s’ouvre avant de choisir son académie, et hors entraînement.
    .remedy = Revenez au premier écran, « Où travaillez-vous ? », puis ouvrez-le.

cli-pack-left-out = Ce fichier d’académie, installé sur l’ordinateur, est laissé de côté : { $path }
cli-pack-logo = PNG de { $width } × { $height } pixels, { $bytes } octets

window-tool-packs = Fichiers d’académie
window-pack-logo = Logo : { $academy }
window-packs = Un rectorat peut publier un fichier signé qui corrige ou complète ce que ce logiciel sait de son académie : adresses, contacts, services. Le plus souvent il est déjà installé ; sinon votre référent numérique vous le remet.
window-packs-none = Aucun fichier d’académie ne sert : les informations sont celles du logiciel.
window-packs-serve = Ceux qui servent
window-packs-key = clé { $key }
window-packs-left = Laissé de côté
window-packs-open = Ouvrir un fichier
window-packs-choose = Le fichier de l’académie et sa signature
window-packs-choose-hint = Choisissez les deux ensemble : par exemple lyon.toml et lyon.toml.minisig.
window-packs-pick = Choisir les fichiers…
window-packs-add = Vérifier et utiliser
window-packs-until-closed = Il servira jusqu’à la fermeture de ce logiciel. Pour qu’il serve chaque fois et à tous, un référent le dépose dans le dossier des fichiers d’académie de l’ordinateur.
window-packs-added = La signature est bonne : { $academy }.
window-packs-later = Un fichier s’ouvre sur le premier écran, « Où travaillez-vous ? », hors entraînement.
window-fault-pack-none = Choisissez un fichier d’académie.
window-fault-pack-several = Choisissez un seul fichier d’académie, avec sa signature.
window-fault-pack-large = Ce fichier est bien trop gros pour un fichier d’académie.
window-packs-notice = { $n ->
    [one] Un fichier d’académie installé sur cet ordinateur est laissé de côté.
   *[other] { $n } fichiers d’académie installés sur cet ordinateur sont laissés de côté.
}
window-packs-notice-why = Voir pourquoi
