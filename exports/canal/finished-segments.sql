-- Segments of which no fiche is still to be called; those loaded before May 2013 were sent by the scripts.
SELECT main_fichier
FROM canal.main
WHERE main_datechargment >= '2013-05-01'
  AND main_fichier <> ''
GROUP BY main_fichier
HAVING SUM(CASE WHEN main_called <> '' THEN 0 ELSE 1 END) = 0
ORDER BY MIN(main_id)
