SELECT t.reference, t.numero, t.montant, t.canal, r.nom AS revendeur, r.region, t.date_recharge
FROM tigo.recharges t
LEFT JOIN tigo.revendeurs r ON r.revendeur_id = t.revendeur_id
WHERE t.date_recharge >= :from AND t.date_recharge < :to
  AND t.statut = 'OK'
ORDER BY t.date_recharge, t.recharge_id
