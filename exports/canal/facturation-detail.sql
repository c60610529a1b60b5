-- Counts what facturation-synthese.sql counts, by day, segment and agent.
WITH work AS (
  SELECT main_id, SUBSTR(main_dateappel, 1, 10) AS jour, COALESCE(main_fichier, '') AS segment,
         COALESCE(main_userid, '') AS agent, 0 AS calls,
         CASE WHEN main_codefinappel = 'CPLUS' THEN 1 ELSE 0 END AS success,
         CASE WHEN main_tempscom_reel <> '' THEN 3600 * CAST(SUBSTR(main_tempscom_reel, 1, 2) AS SIGNED INTEGER)
              + 60 * CAST(SUBSTR(main_tempscom_reel, 4, 2) AS SIGNED INTEGER)
              + CAST(SUBSTR(main_tempscom_reel, 7, 2) AS SIGNED INTEGER) ELSE 0 END AS seconds
  FROM canal.main
  WHERE main_dateappel >= :from AND main_dateappel < :to AND main_called IN ('O', 'X')
  UNION ALL
  SELECT m.main_id, SUBSTR(a.call_time, 1, 10), COALESCE(m.main_fichier, ''), COALESCE(a.agent, ''), 1, 0, 0
  FROM ipvox_outband.archives_appel a
  JOIN canal.main m ON m.main_id = a.main_id
  WHERE a.call_time >= :from AND a.call_time < :to
)
SELECT jour, segment, agent, SUM(calls) AS appels, SUM(success) AS cplus, SUM(seconds) AS secondes
FROM work
GROUP BY jour, segment, agent
ORDER BY jour, MIN(main_id), agent
