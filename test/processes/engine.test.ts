import { expect, test } from 'vitest';
import { readSettings } from '../../src/lib/config/settings.ts';
import { sourceUrl } from '../../src/processes/engine.ts';

test('a source whose name has a dash is found in its setting, and named by it when it is missing', () => {
  const settings = readSettings({ SOURCE_CALL_ARCHIVE_URL: 'sqlite:/data/calls' });
  expect(sourceUrl(settings, 'call-archive')).toBe('sqlite:/data/calls');
  expect(() => sourceUrl(settings, 'sms-gateway')).toThrow(/SOURCE_SMS_GATEWAY_URL/);
});
