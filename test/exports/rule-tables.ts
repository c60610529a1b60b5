import type { RuleTable } from './support/rules.ts';
import { appelsAfrique } from './canal/appels-afrique.rules.ts';
import { barometreQualite } from './canal/barometre-qualite.rules.ts';
import { dejaReabonnes } from './canal/deja-reabonnes.rules.ts';
import { doublons } from './canal/doublons.rules.ts';
import { facturationDetail, facturationSynthese } from './canal/facturation.rules.ts';
import { fauxNumerosAfrique } from './canal/faux-numeros-afrique.rules.ts';
import { fauxNumerosSenegal } from './canal/faux-numeros-senegal.rules.ts';
import { fichesCloturees } from './canal/fiches-cloturees.rules.ts';
import { noteDistributeur } from './canal/note-distributeur.rules.ts';
import { repondeursBloques } from './canal/repondeurs-bloques.rules.ts';
import { segment, segmentXls } from './canal/segment.rules.ts';
import { smsConfirmation } from './canal/sms-confirmation.rules.ts';
import { statsChargements } from './canal/stats-chargements.rules.ts';
import { welcomeCall } from './canal/welcome-call.rules.ts';
import { facturationMensuelle } from './tigo/facturation-mensuelle.rules.ts';
import { rechargesQuotidiennes } from './tigo/recharges-quotidiennes.rules.ts';

/** The rules of every export, by its id; of a workbook those of each sheet. */
export const ruleTables: readonly (readonly [id: string, table: RuleTable])[] = [
  ['canal/appels-afrique', appelsAfrique],
  ['canal/barometre-qualite', barometreQualite],
  ['canal/deja-reabonnes', dejaReabonnes],
  ['canal/doublons', doublons],
  ['canal/facturation, Synthèse', facturationSynthese],
  ['canal/facturation, Détail', facturationDetail],
  ['canal/faux-numeros-afrique', fauxNumerosAfrique],
  ['canal/faux-numeros-senegal', fauxNumerosSenegal],
  ['canal/fiches-cloturees', fichesCloturees],
  ['canal/note-distributeur', noteDistributeur],
  ['canal/repondeurs-bloques', repondeursBloques],
  ['canal/segment', segment],
  ['canal/segment-xls', segmentXls],
  ['canal/sms-confirmation', smsConfirmation],
  ['canal/stats-chargements', statsChargements],
  ['canal/welcome-call', welcomeCall],
  ['tigo/facturation-mensuelle', facturationMensuelle],
  ['tigo/recharges-quotidiennes', rechargesQuotidiennes],
];
