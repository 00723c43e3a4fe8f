# Academies, identifiers, links, whom to ask.
