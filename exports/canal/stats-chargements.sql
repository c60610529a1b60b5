-- Times are `hh:mm:ss` texts; a fiche without one does not count in the means.
SELECT main_fichier, main_pays, main_datechargment,
       SUM(CASE WHEN main_coderefus = 'Répondeur' AND main_called = 'B' THEN 1 ELSE 0 END) AS repondeurs_bloques,
       AVG(CASE WHEN main_tempscom <> '' THEN 3600.0000 * CAST(SUBSTR(main_tempscom, 1, 2) AS SIGNED INTEGER)
                + 60 * CAST(SUBSTR(main_tempscom, 4, 2) AS SIGNED INTEGER)
                + CAST(SUBSTR(main_tempscom, 7, 2) AS SIGNED INTEGER) END) AS dmt,
       AVG(CASE WHEN main_tempscom_reel <> '' THEN 3600.0000 * CAST(SUBSTR(main_tempscom_reel, 1, 2) AS SIGNED INTEGER)
                + 60 * CAST(SUBSTR(main_tempscom_reel, 4, 2) AS SIGNED INTEGER)
                + CAST(SUBSTR(main_tempscom_reel, 7, 2) AS SIGNED INTEGER) END) AS dmc,
       COUNT(*) AS v
FROM canal.main
WHERE main_datechargment >= :from_date AND main_datechargment < :to_date
GROUP BY main_fichier, main_pays, main_datechargment
ORDER BY MIN(main_id)
