import { CsvExport, daily, date, datetime, integer, sql, text } from 'bordereau';

export default class WelcomeCall extends CsvExport {
  title = 'Welcome call';
  source = 'canal';
  query = sql(import.meta, 'welcome-call.sql');
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
    text('main_teldom', { header: 'Tel. domicile 1' }),
    text('main_tel5', { header: 'Tel. domicile 2' }),
    text('main_telbur', { header: 'Tel. bureau 1' }),
    text('telbur2', { header: 'Tel. bureau 2' }),
    text('main_gsm', { header: 'Tel. mobile 1' }),
    text('main_tel4', { header: 'Tél. mobile 2' }),
    text('main_email', { header: 'Email' }),
    text('main_adr1', { header: 'Adresse 1' }),
    text('main_adr2', { header: 'Adresse 2' }),
    text('main_adr3', { header: 'Adresse 3' }),
    text('main_ville', { header: 'Ville' }),
    text('main_pays', { header: 'Pays' }),
    text('main_distributeur', { header: 'Num distrib' }),
    text('main_teldistributeur', { header: 'Nom distrib' }),
    text('main_coordonneesdistributeur', { header: 'Tél distrib' }),
    text('main_q5payerdecodeur', { header: 'Ancien abonne DSTV' }),
    text('main_q5bispayerparabole', { header: 'Reorientation parabole offerte' }),
    text('main_q6installermateriel', { header: 'Nouvelle parabole offerte' }),
    text('main_q6bisbeneficierparabole', { header: 'Bonne reception images' }),
    text('main_q7indiquerdecodeur', { header: 'Note qualite de service distributeur' }),
    text('main_q5bispayercombien', { header: 'Prix decodeur' }),
    text('main_q2verbatimetresatisfaitdecanal', { header: 'Pourquoi ce choix de formule' }),
    text('main_q1verbatimdistributeur', { header: 'Prix paye pour la formule' }),
    text('main_q8accederimage', { header: 'Qualite de l image' }),
    text('main_codefinappel', { header: 'Code Fin Appel' }),
    text('main_coderefus', { header: 'Code Refus' }),
    datetime('main_dateappel', { header: 'Date Appel' }),
    text('main_userid', { header: 'Log' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'welcome_call_{from:yyyyMMdd}.csv';
  deliver = ['client'];
}
