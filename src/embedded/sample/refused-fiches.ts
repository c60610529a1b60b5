import { fiches } from './fiches.ts';
import { Random } from './random.ts';
import type { RefusedFiche } from './tables.ts';

/** Fiches refused at load: one for each thirty that were taken in, of the same segments. */
export function* refusedFiches(count: number, seed: number): Generator<RefusedFiche> {
  const random = new Random(seed + 1);
  let id = 0;
  for (const taken of fiches(count, seed)) {
    if (!random.oneIn(30)) continue;
    const motif = random.pick(['DOUBLON', 'DOUBLON', 'INVALIDE']);
    yield {
      main_id: ++id,
      main_fichier: taken.main_fichier,
      main_fichierclient: taken.main_fichierclient,
      main_datechargment: taken.main_datechargment,
      main_numeroabonne: taken.main_numeroabonne,
      main_numerocontrat: taken.main_numerocontrat,
      main_numerocarte: taken.main_numerocarte,
      main_civ: taken.main_civ,
      main_nom: taken.main_nom,
      main_prenom: taken.main_prenom,
      main_tel: motif === 'INVALIDE' ? random.pick(['00', '123', 'inconnu', '']) : taken.main_tel,
      main_ville: taken.main_ville,
      main_pays: taken.main_pays,
      motif,
    };
  }
}
