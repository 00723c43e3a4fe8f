# Le terminal seulement.

