-- A client file containing SEN is not empty, so only the segment needs asking.
SELECT main_numeroabonne, main_numerocarte, main_tel, main_coderefus, main_fichierclient,
       SUBSTR(main_dateappel, 1, 10) AS dateappel
FROM canal.main
WHERE main_dateappel >= :from AND main_dateappel < :to
  AND main_codefinappel IN ('CNADEF', 'CPLUS', 'REFUS', 'CAS PARTICULIER')
  AND main_fichierclient LIKE '%SEN%'
  AND main_fichier <> ''
ORDER BY main_dateappel, main_id
