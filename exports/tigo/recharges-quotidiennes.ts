import { CsvExport, daily, datetime, integer, sql, text } from 'bordereau';

export default class RechargesQuotidiennes extends CsvExport {
  title = 'Recharges quotidiennes';
  source = 'tigo';
  query = sql(import.meta, 'recharges-quotidiennes.sql');
  override profile = 'robot' as const;
  columns = [
    text('reference'),
    text('numero'),
    integer('montant'),
    text('canal'),
    text('revendeur'),
    text('region'),
    datetime('date_recharge'),
  ];
  schedule = daily({ between: ['03:00', '07:00'] });
  fileName = 'recharges_{from:yyyyMMdd}.csv';
  deliver = ['depot'];
}
