import { date, datetime, every, integer, onEvent, type Row, sql, text, XlsxExport } from 'bordereau';
import { onlyCorrections } from './corrections.ts';
import canal from './operation.ts';

export default class Segment extends XlsxExport {
  title = 'Fin d’exploitation';
  source = 'canal';
  query = sql(import.meta, 'segment.sql');
  columns = [
    text('main_numeroabonne', { header: 'Abonne' }),
    text('main_numerocontrat', { header: 'Contrat' }),
    text('main_numerocarte', { header: 'Carte' }),
    text('civilite', { header: 'Civilite' }),
    text('main_nom', { header: 'Nom' }),
    text('main_prenom', { header: 'Prenom' }),
    text('main_formule', { header: 'Formule' }),
    text('main_options', { header: 'Options' }),
    date('main_debutabonnement', { header: 'Debut_abo' }),
    date('main_datefinabonnement', { header: 'Fin abo' }),
    integer('main_duree', { header: 'Duree' }),
    text('main_tel', { header: 'Tel.' }),
    text('main_teldom', { header: 'Tel. domicile 1' }),
    text('main_tel5', { header: 'Tel. domicile 2' }),
    text('main_telbur', { header: 'Tel. bureau' }),
    text('main_gsm', { header: 'Tel. mobile 1' }),
    text('main_tel4', { header: 'Tel. mobile 2' }),
    text('main_email', { header: 'Email' }),
    text('main_adr1', { header: 'Adresse 1' }),
    text('main_adr2', { header: 'Adresse 2' }),
    text('main_adr3', { header: 'Adresse 3' }),
    text('main_ville', { header: 'Ville' }),
    text('main_pays', { header: 'Pays' }),
    text('main_distributeur', { header: 'Num distrib' }),
    text('main_teldistributeur', { header: 'Nom distrib' }),
    text('main_coordonneesdistributeur', { header: 'Tél distrib' }),
    text('main_q1verbatimdistributeur', { header: 'Q1 Distributeur' }),
    text('main_q2verbatimetresatisfaitdecanal', { header: 'Q2 Satisfait de CANAL' }),
    text('main_q3formuleabonnement', { header: 'Q3 Formule' }),
    text('main_q3prestationinstallation', { header: 'Q3 Installation' }),
    text('main_q4avis', { header: 'Q4 Avis' }),
    text('main_q4nsp', { header: 'Q4 Ne sait pas' }),
    text('main_q5payerdecodeur', { header: 'Q5 Décodeur payé' }),
    text('main_q5bispayerparabole', { header: 'Q5 bis Parabole payée' }),
    text('main_q5bispayercombien', { header: 'Q5 bis Combien' }),
    text('main_q6installermateriel', { header: 'Q6 Matériel installé' }),
    text('main_q6bisbeneficierparabole', { header: 'Q6 bis Parabole' }),
    text('main_q6bouquetabonnement', { header: 'Q6 Bouquet' }),
    text('main_q6dureeabonnement', { header: 'Q6 Durée' }),
    text('main_q6daterv', { header: 'Q6 Date RV' }),
    text('main_q6heurerv', { header: 'Q6 Heure RV' }),
    text('main_q6option', { header: 'Q6 Option' }),
    text('main_q7indiquerdecodeur', { header: 'Q7 Note' }),
    text('main_q8accederimage', { header: 'Q8 Image' }),
    text('main_nouvnom', { header: 'Nouveau nom' }),
    text('main_nouvprenom', { header: 'Nouveau prénom' }),
    text('main_nouvadr1', { header: 'Nouvelle adresse' }),
    text('main_nouvville', { header: 'Nouvelle ville' }),
    text('main_nouvbp', { header: 'Nouvelle BP' }),
    text('main_nouvtel', { header: 'Nouveau tel.' }),
    text('main_nouvgsm', { header: 'Nouveau mobile' }),
    text('main_nouvemail', { header: 'Nouvel email' }),
    text('main_codefinappel', { header: 'Code Fin Appel' }),
    text('main_coderefus', { header: 'Code Refus' }),
    datetime('main_dateappel', { header: 'Date Appel' }),
    text('main_userid', { header: 'Log' }),
    text('motif', { header: 'Refus au chargement' }),
  ];
  override params = { segment: /^CANAL_[A-Z0-9_]+$/ };
  schedule = onEvent({ look: every({ minutes: 10 }) });
  override discover = sql(import.meta, 'finished-segments.sql');
  override discoverParameters = { segments_from: canal.settings.segmentsFrom };
  override sheetName = 'classique';
  fileName = '{param:segment}.xlsx';
  deliver = ['reporting'];

  override transform(row: Row): Row {
    return onlyCorrections(row);
  }
}
