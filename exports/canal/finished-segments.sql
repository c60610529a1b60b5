-- Segments of which no fiche is still to be called.
SELECT main_fichier
FROM canal.main
WHERE main_datechargment >= :segments_from
  AND main_fichier <> ''
GROUP BY main_fichier
HAVING SUM(CASE WHEN main_called <> '' THEN 0 ELSE 1 END) = 0
ORDER BY MIN(main_id)
