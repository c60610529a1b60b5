import { decimal, integer, monthly, sql, text, XlsxExport } from 'bordereau';
import tigo from './operation.ts';

export default class FacturationMensuelle extends XlsxExport {
  title = 'Facturation mensuelle';
  source = 'tigo';
  query = sql(import.meta, 'facturation-mensuelle.sql');
  columns = [
    text('region', { header: 'Région' }),
    text('revendeur', { header: 'Revendeur' }),
    integer('recharges', { header: 'Recharges' }),
    integer('montant', { header: 'Montant (FC)' }),
    decimal('commission', 2, { header: 'Commission (FC)' }),
  ];
  schedule = monthly({ day: { businessDay: 3 }, between: ['05:00', '12:00'] });
  fileName = 'facturation_tigo_{from:yyyy_MM}.xlsx';
  deliver = ['facturation', 'reporting'];
  override personalData = false;

  override parameters() {
    return { commission_per_thousand: tigo.settings.commissionPerThousand };
  }
}
