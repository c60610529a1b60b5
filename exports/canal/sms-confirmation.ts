import { daily, type Expectations, sql, text, TextExport } from 'bordereau';
import canal from './operation.ts';

export default class SmsConfirmation extends TextExport {
  title = 'SMS de confirmation';
  source = 'canal';
  query = sql(import.meta, 'sms-confirmation.sql');
  columns = [text('gsm')];
  template = { header: ['[sms]'], line: 'gsm={gsm}', footer: [`txt=${canal.settings.confirmation}`] };
  schedule = daily({ between: ['04:00', '08:00'] });
  fileName = 'sms_confirmation_{from:yyyyMMdd}.txt';
  deliver = ['sms'];
  override inBody = true;
  override expect: Expectations = { empty: 'skip' };
}
