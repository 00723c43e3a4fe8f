# La fenêtre seulement.
