-- One row per fiche of a segment past its calling window, with the dialler's last word about it.
SELECT m.main_id, m.main_fichier, m.main_datechargment, m.main_codefinappel, m.main_coderefus, m.main_called,
       m.main_called_old, m.main_dateappel,
       CASE WHEN m.main_codefinappel IN ('CPLUS', 'REFUS', 'CAS PARTICULIER') THEN 'HUMAN'
            ELSE COALESCE((SELECT a.status FROM ipvox_outband.archives_appel a
                           WHERE a.main_id = m.main_id AND a.status <> ''
                           ORDER BY a.call_time DESC, a.id DESC LIMIT 1), 'MACHIN')
       END AS STATUS
FROM canal.main m
WHERE COALESCE(m.main_called, '') <> 'B'
  AND (m.main_fichier LIKE '%ECHEANCE%1MC%' AND m.main_datechargment <= :echeance_1mc_loaded_by
    OR m.main_fichier LIKE '%FRAIS%' AND m.main_datechargment <= :frais_loaded_by
    OR m.main_fichier LIKE '%ECHEANCE%' AND m.main_datechargment <= :echeance_loaded_by
    OR m.main_fichier IN (:special_segments))
ORDER BY m.main_id
