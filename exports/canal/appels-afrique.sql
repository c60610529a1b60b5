SELECT main_fichier, main_pays, main_codefinappel, main_coderefus, main_dateappel, main_tempscom, main_tempscom_reel,
       SUBSTR(main_dateappel, 1, 10) AS jour
FROM canal.main
WHERE main_dateappel >= :from AND main_dateappel < :to
  AND main_fichier IN (:active_segments)
  AND main_codefinappel IN ('CPLUS', 'REFUS', 'CAS PARTICULIER', 'CNADEF', 'CNANONDEF', 'Indisponible')
  AND CASE WHEN main_fichier IN (:filtered_segments) AND main_coderefus IN (:reasons_left_out) THEN 0 ELSE 1 END = 1
ORDER BY main_dateappel, main_id
