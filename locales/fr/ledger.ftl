# Le carnet : ce qui est gardé sur cet ordinateur.
