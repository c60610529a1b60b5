-- Fiches, outcomes and talk time are those of the fiches called in the month, calls those of the dialler's archive.
WITH work AS (
  SELECT COALESCE(main_pays, '') AS pays, main_fichier, 1 AS treated, main_codefinappel AS outcome, 0 AS calls,
         CASE WHEN main_tempscom_reel <> '' THEN 3600 * CAST(SUBSTR(main_tempscom_reel, 1, 2) AS SIGNED INTEGER)
              + 60 * CAST(SUBSTR(main_tempscom_reel, 4, 2) AS SIGNED INTEGER)
              + CAST(SUBSTR(main_tempscom_reel, 7, 2) AS SIGNED INTEGER) ELSE 0 END AS seconds
  FROM canal.main
  WHERE main_dateappel >= :from AND main_dateappel < :to AND main_called IN ('O', 'X')
  UNION ALL
  SELECT COALESCE(m.main_pays, ''), m.main_fichier, 0, NULL, 1, 0
  FROM ipvox_outband.archives_appel a
  JOIN canal.main m ON m.main_id = a.main_id
  WHERE a.call_time >= :from AND a.call_time < :to
),
billed AS (
  SELECT work.*, CASE WHEN main_fichier LIKE '%ECHEANCE%' THEN 1
                      WHEN main_fichier LIKE '%FRAIS%' THEN 2
                      WHEN main_fichier LIKE '%LONGS%' THEN 3
                      WHEN main_fichier LIKE '%WELCOME%' THEN 4
                      ELSE 5 END AS rang
  FROM work
)
SELECT pays,
       CASE rang WHEN 1 THEN 'Arrivant à échéance' WHEN 2 THEN 'Échus frais' WHEN 3 THEN 'Échus longs'
                 WHEN 4 THEN 'Welcome call' ELSE 'Autre' END AS motif,
       SUM(treated) AS fiches,
       SUM(CASE WHEN outcome = 'CPLUS' THEN 1 ELSE 0 END) AS cplus,
       SUM(CASE WHEN outcome = 'REFUS' THEN 1 ELSE 0 END) AS refus,
       SUM(CASE WHEN outcome = 'CAS PARTICULIER' THEN 1 ELSE 0 END) AS cas_particuliers,
       SUM(CASE WHEN outcome = 'CPLUS' THEN 1.0000 ELSE 0.0000 END) / NULLIF(SUM(treated), 0) AS taux,
       SUM(calls) AS appels, SUM(seconds) AS secondes
FROM billed
GROUP BY pays, rang
ORDER BY pays, rang
