# Le carnet : ce qui est gardé sur cet ordinateur.

refusal-ledger-unreadable = Le carnet de ce logiciel ne peut pas être lu : { $path }
    .remedy = Sans lui, le logiciel ne peut pas protéger votre compte d’un blocage. Vérifiez que ce fichier vous appartient, ou demandez au référent numérique.
refusal-ledger-unwritable = Ce fichier ne peut pas être écrit : { $path }
    .remedy = Vérifiez qu’il reste de la place sur le disque et que le dossier vous appartient, puis recommencez.
refusal-ledger-damaged = Le carnet de ce logiciel était abîmé. Il a été mis de côté : { $path }
    .remedy = Vous pouvez continuer. Par prudence, un seul essai de mot de passe est permis pendant 24 heures.
refusal-ledger-too-new = Le carnet de ce logiciel a été écrit par une version plus récente.
    .remedy = Installez la dernière version du logiciel, puis recommencez.
refusal-no-randomness = Cet ordinateur n’a pas fourni de nombre au hasard.
    .remedy = Redémarrez l’ordinateur et recommencez. Si cela se répète, prévenez les auteurs du logiciel.
