import { expect, test } from 'vitest';
import { folder, mail } from '../../../../src/lib/delivery/target-spec.ts';
import { domainProblems, isAllowed } from '../../../../src/lib/exports/loading/mail-domains.ts';

const targets = {
  client: mail({
    to: ['suivi@canal.example', 'Chef <chef@CANAL.example>'],
    cc: ['ada@evil.canal.example'],
    bcc: ['x@thief.example'],
    from: 'exports@appels.example',
  }),
  depot: folder({ path: 'canal' }),
};

test('addresses outside the allowed domains are told by their place, not by themselves', () => {
  const operators = mail({ to: ['me@elsewhere.example'], from: 'exports@appels.example' });
  const problems = domainProblems({ targets, operators, mailDomains: ['canal.example', 'appels.example'] });
  expect(problems.map(({ field }) => field)).toEqual(['targets.client.cc.0', 'targets.client.bcc.0', 'operators.to.0']);
  expect(problems[0]?.expected).toBe('one of mailDomains: canal.example, appels.example');
  expect(JSON.stringify(problems)).not.toMatch(/thief|evil|elsewhere/);
});

test('without a list mails may go anywhere', () => {
  expect(domainProblems({ targets })).toEqual([]);
});

test.each([
  ['ada@canal.example', true],
  ['Ada <ada@Canal.Example>', true],
  ['ada@canal.example.thief.example', false],
  ['ada@thief.example, b@canal.example', false],
  ['"x@canal.example"@thief.example', false],
])('%s may get mail of canal.example: %s', (address, allowed) => {
  expect(isAllowed(address, ['canal.example'])).toBe(allowed);
});
