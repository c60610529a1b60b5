SELECT main_fichier, main_numeroabonne, main_numerocarte, main_tel, main_coderefus, main_fichierclient,
       main_codefinappel, main_dateappel AS dateappel
FROM canal.main
WHERE main_datechargment >= :month AND main_datechargment < :next_month
  AND main_called = 'B'
ORDER BY main_id
