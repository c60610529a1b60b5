import { expect, test } from 'vitest';
import canal from '../../../exports/canal/operation.ts';
import SmsConfirmation from '../../../exports/canal/sms-confirmation.ts';

test('the message fits in one SMS of the plain alphabet', () => {
  expect(canal.settings.confirmation).toMatch(/^[A-Za-z0-9 .,:'-]{1,160}$/);
  expect(new SmsConfirmation().template.footer).toEqual([`txt=${canal.settings.confirmation}`]);
});
