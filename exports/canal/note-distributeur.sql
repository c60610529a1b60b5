-- Marks are text: `4`, `4,5`, `3.5`, `nsp`, `.` or nothing; only those that begin with a digit say a number.
SELECT main_fichier, main_pays, main_distributeur,
       AVG(CASE WHEN SUBSTR(main_q7indiquerdecodeur, 1, 1) BETWEEN '0' AND '9'
                THEN 1.0000 * CAST(main_q7indiquerdecodeur AS SIGNED INTEGER) END) AS note_service,
       AVG(CASE WHEN main_q3formuleabonnement REGEXP '^[0-9]+([.,][0-9]+)?$'
                THEN CAST(REPLACE(main_q3formuleabonnement, ',', '.') AS DECIMAL(8, 4)) END) AS note_formule,
       AVG(CASE WHEN main_q3prestationinstallation = '1' THEN 1.0000 ELSE 0.0000 END) AS part_installation,
       SUBSTR(main_dateappel, 1, 10) AS jour
FROM canal.main
WHERE main_dateappel >= :from AND main_dateappel < :to
  AND main_codefinappel = 'CPLUS'
  AND main_fichier LIKE '%WELCOME%'
GROUP BY main_fichier, main_pays, main_distributeur, SUBSTR(main_dateappel, 1, 10)
ORDER BY MIN(main_id)
