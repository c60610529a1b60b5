import { expect, test } from 'vitest';
import canal from '../../../exports/canal/operation.ts';
import SmsConfirmation from '../../../exports/canal/sms-confirmation.ts';

test('the message fits in one SMS of the plain alphabet', () => {
  expect(canal.settings.confirmation).toMatch(/^[A-Za-z0-9 .,:'-]{1,160}$/);
  expect(new SmsConfirmation().template.footer).toEqual([`txt=${canal.settings.confirmation}`]);
});

test('the file is the body of a mail to the gateway, and nobody gets one without a phone', () => {
  const { deliver, inBody, expect: expectations } = new SmsConfirmation();
  expect(deliver.map((name) => canal.targets[name]?.kind)).toEqual(['mail']);
  expect({ inBody, expectations }).toEqual({ inBody: true, expectations: { empty: 'skip' } });
});
