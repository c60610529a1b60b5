-- Top-ups bought without a shop are billed together, on the first line.
SELECT r.region, COALESCE(r.nom, 'Vente directe') AS revendeur, COUNT(*) AS recharges, SUM(t.montant) AS montant,
       SUM(t.montant) * :commission_per_thousand / 1000.0 AS commission
FROM tigo.recharges t
LEFT JOIN tigo.revendeurs r ON r.revendeur_id = t.revendeur_id
WHERE t.date_recharge >= :from AND t.date_recharge < :to
  AND t.statut = 'OK'
GROUP BY r.revendeur_id, r.region, r.nom
ORDER BY COALESCE(r.revendeur_id, 0)
