SELECT main_tel, main_nom, main_prenom, main_numeroabonne, main_fichierclient, main_datechargment
FROM canal.main_bloquer
WHERE main_datechargment >= :from_date AND main_datechargment < :to_date
  AND main_pays = 'CAMEROUN'
  AND motif = 'DOUBLON'
ORDER BY main_id
