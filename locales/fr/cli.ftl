# Le terminal seulement.

mender-person = Vous pouvez y remédier vous-même.
mender-referent = Votre référent numérique peut vous aider.
mender-rectorate = L'assistance de l'académie peut vous aider.
mender-authors = C'est un défaut du programme : signalez-le à ses auteurs.
