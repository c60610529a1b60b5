-- A phone with two fiches is confirmed once.
WITH accepted AS (
  SELECT main_id, CASE WHEN main_gsm REGEXP '^[+]?[0-9]+$' THEN main_gsm ELSE main_tel END AS gsm
  FROM canal.main
  WHERE main_dateappel >= :from AND main_dateappel < :to
    AND main_codefinappel = 'CPLUS'
)
SELECT gsm
FROM accepted
WHERE gsm <> ''
GROUP BY gsm
ORDER BY MIN(main_id)
