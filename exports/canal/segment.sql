-- The fiches of the segment, then those refused at load: one line each, filled from the table it is of.
WITH line AS (
  SELECT main_id, 0 AS refused FROM canal.main WHERE main_fichier = :segment
  UNION ALL
  SELECT main_id, 1 FROM canal.main_bloquer WHERE main_fichier = :segment
)
SELECT COALESCE(m.main_numeroabonne, r.main_numeroabonne) AS main_numeroabonne,
       COALESCE(m.main_numerocontrat, r.main_numerocontrat) AS main_numerocontrat,
       COALESCE(m.main_numerocarte, r.main_numerocarte) AS main_numerocarte,
       CASE COALESCE(m.main_civ, r.main_civ) WHEN '1' THEN 'MR' WHEN '2' THEN 'MM' WHEN '3' THEN 'ML' END AS civilite,
       COALESCE(m.main_nom, r.main_nom) AS main_nom, COALESCE(m.main_prenom, r.main_prenom) AS main_prenom,
       m.main_formule, m.main_options, m.main_debutabonnement, m.main_datefinabonnement, m.main_duree,
       COALESCE(m.main_tel, r.main_tel) AS main_tel, m.main_teldom, m.main_tel5, m.main_telbur, m.main_gsm, m.main_tel4,
       m.main_email, m.main_adr1, m.main_adr2, m.main_adr3, COALESCE(m.main_ville, r.main_ville) AS main_ville,
       COALESCE(m.main_pays, r.main_pays) AS main_pays,
       m.main_distributeur, m.main_teldistributeur, m.main_coordonneesdistributeur,
       m.main_q1verbatimdistributeur, m.main_q2verbatimetresatisfaitdecanal, m.main_q3formuleabonnement,
       m.main_q3prestationinstallation, m.main_q4avis, m.main_q4nsp, m.main_q5payerdecodeur, m.main_q5bispayerparabole,
       m.main_q5bispayercombien, m.main_q6installermateriel, m.main_q6bisbeneficierparabole, m.main_q6bouquetabonnement,
       m.main_q6dureeabonnement, m.main_q6daterv, m.main_q6heurerv, m.main_q6option, m.main_q7indiquerdecodeur,
       m.main_q8accederimage,
       m.main_nouvnom, m.main_nouvprenom, m.main_nouvadr1, m.main_nouvville, m.main_nouvbp, m.main_nouvtel,
       m.main_nouvgsm, m.main_nouvemail,
       m.main_codefinappel, m.main_coderefus,
       CASE WHEN m.main_called IN ('O', 'X') THEN m.main_dateappel END AS main_dateappel,
       CASE WHEN m.main_called IN ('O', 'X') THEN m.main_userid END AS main_userid,
       r.motif
FROM line
LEFT JOIN canal.main m ON line.refused = 0 AND m.main_id = line.main_id
LEFT JOIN canal.main_bloquer r ON line.refused = 1 AND r.main_id = line.main_id
ORDER BY line.refused, line.main_id
