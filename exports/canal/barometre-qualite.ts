import { CsvExport, daily, integer, type RunContext, sql, text } from 'bordereau';
import canal from './operation.ts';

const { survey } = canal.settings;

export default class BarometreQualite extends CsvExport {
  title = 'Baromètre qualité';
  source = 'canal';
  query = sql(import.meta, 'barometre-qualite.sql');
  columns = [
    text('main_numeroabonne', { header: 'NUM ABO' }),
    text('main_nom', { header: 'NOM' }),
    text('main_prenom', { header: 'PRENOM' }),
    text('main_gsm', { header: 'TEL MOBILES' }),
    text('main_teldom', { header: 'TEL DOMICILE' }),
    text('main_telbur', { header: 'TEL BUREAU' }),
    text('main_formule', { header: 'FORMULE EN COURS' }),
    integer('main_duree', { header: 'DUREE ABO' }),
    text('motif', { header: 'MOTIF APPEL SORTANT' }),
    text('anciennete', { header: 'ANCIENNETE' }),
    text('main_ville', { header: 'VILLE DE RESIDENCE' }),
    text('main_pays', { header: 'PAYS DE RESIDENCE' }),
  ];
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'barometre_qualite_{from:yyyyMMdd}.csv';
  deliver = ['client'];
  override expect = { rows: { exact: survey.size } };

  override parameters({ to }: RunContext) {
    const { countries, quotaCountries: quota_countries, quota, size, days } = survey;
    const day = to?.toPlainDate();
    return {
      since: day === undefined ? null : `${day.subtract({ days }).toString()} 00:00:00`,
      seed: day === undefined ? null : BigInt(day.toString().replaceAll('-', '')) ** 3n % 2_147_483_647n,
      ...{ countries, quota_countries, quota, size },
    };
  }
}
