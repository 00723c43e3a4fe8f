# Ce que les écrans ont en commun.
