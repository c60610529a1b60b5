-- The distributor's three columns go out in the order the source has them, whatever their names say.
SELECT main_numeroabonne, main_numerocontrat, main_numerocarte,
       CASE main_civ WHEN '1' THEN 'MR' WHEN '2' THEN 'MM' WHEN '3' THEN 'ML' END AS civilite,
       main_nom, main_prenom, main_formule, main_options, main_debutabonnement, main_datefinabonnement, main_duree,
       main_teldom, main_tel5, main_telbur, NULL AS telbur2, main_gsm, main_tel4, main_email,
       main_adr1, main_adr2, main_adr3, main_ville, main_pays,
       main_distributeur, main_teldistributeur, main_coordonneesdistributeur,
       main_q5payerdecodeur, main_q5bispayerparabole, main_q6installermateriel, main_q6bisbeneficierparabole,
       main_q7indiquerdecodeur, main_q5bispayercombien, main_q2verbatimetresatisfaitdecanal,
       main_q1verbatimdistributeur, main_q8accederimage,
       main_codefinappel, main_coderefus, main_dateappel, main_userid
FROM canal.main
WHERE main_dateappel >= :from AND main_dateappel < :to
  AND main_fichier LIKE '%CANAL!_PA!_WELCOME!_CALL%' ESCAPE '!'
ORDER BY main_dateappel, main_id
