-- The interval alone decides the draw: its seed shuffles the fiches, modulo a prime that no main_id reaches: no two tie.
WITH eligible AS (
  SELECT main_numeroabonne, main_nom, main_prenom, main_gsm, main_teldom, main_telbur, main_formule, main_duree,
         main_ville, main_pays, main_id * :seed % 2147483647 AS draw,
         CASE WHEN main_fichier LIKE '%ECHEANCE%' THEN 'AAE'
              WHEN main_fichier LIKE '%FRAIS%' THEN 'EF'
              WHEN main_fichier LIKE '%LONGS%' THEN 'EL' END AS motif,
         ROW_NUMBER() OVER (PARTITION BY main_numeroabonne ORDER BY main_dateappel DESC, main_id DESC) AS newest
  FROM canal.main
  WHERE main_dateappel >= :since AND main_dateappel < :to
    AND main_called = 'O' AND main_codefinappel IN ('CPLUS', 'REFUS')
    AND main_formule <> '' AND main_duree > 0
    AND (main_gsm <> '' OR main_teldom <> '' OR main_telbur <> '')
    AND main_pays IN (:countries)
),
drawn AS (
  SELECT eligible.*, ROW_NUMBER() OVER (PARTITION BY main_pays ORDER BY draw) AS place
  FROM eligible WHERE newest = 1 AND motif IS NOT NULL
)
SELECT main_numeroabonne, main_nom, main_prenom, main_gsm, main_teldom, main_telbur, main_formule, main_duree, motif,
       NULL AS anciennete, main_ville, main_pays
FROM drawn
ORDER BY CASE WHEN main_pays IN (:quota_countries) AND place <= :quota THEN 0 ELSE 1 END, draw
LIMIT :size
