-- Segments of which no fiche is still to be called. Those loaded before May 2013 were sent by the scripts; a later day is as
-- good once all before it are sent, and leaves less to read.
SELECT main_fichier
FROM canal.main
WHERE main_datechargment >= '2013-05-01'
  AND main_fichier <> ''
GROUP BY main_fichier
HAVING SUM(CASE WHEN main_called <> '' THEN 0 ELSE 1 END) = 0
ORDER BY MIN(main_id)
