import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDelivery, isPending } from '../../../src/lib/archive/delivery-state.ts';
import { type DeliveryEvent, deliveryEventSchema } from '../../../src/lib/archive/receipt.ts';

const line = (fields: object): DeliveryEvent =>
  deliveryEventSchema.parse({ v: 1, at: '2013-07-26T04:00:00Z', ...fields });
const planned = line({ event: 'planned', recipients: ['a', 'b'] });
const sending = (recipient?: string) => line({ event: 'sending', recipient, by: 'w', attempt: 1 });
const sent = (recipient?: string) => line({ event: 'sent', recipient, where: 'x', detail: {} });
const failed = (final: boolean, recipient?: string) =>
  line({ event: 'failed', recipient, code: 'MAIL_REFUSED', message: 'm', final });
const uncertain = (recipient?: string, again?: true) =>
  line({ event: 'uncertain', recipient, code: 'DELIVERY_UNCERTAIN', message: 'm', again });
const again = (missing?: true) => line({ event: 'again', by: 'ada', why: 'asked for', missing });

const states = (...events: DeliveryEvent[]) => {
  const { state, parts } = foldDelivery(events);
  return [state, ...parts.map((part) => part.state)];
};

test.each<[string, DeliveryEvent[], string]>([
  ['nothing', [], 'planned'],
  ['a beginning', [sending()], 'sending'],
  ['an end', [sending(), sent()], 'sent'],
  ['a failure that is tried again', [sending(), failed(false)], 'failed'],
  ['a failure for good', [sending(), failed(true)], 'given up'],
  ['doubt', [sending(), uncertain()], 'uncertain'],
  ['doubt, and the job’s end', [sending(), uncertain(), failed(true)], 'uncertain'],
  ['a late word that it was sent after all', [sending(), uncertain(), sent()], 'sent'],
  ['a person’s wish', [sending(), sent(), again()], 'planned'],
])('a ledger without recipients, as before there were any: %s', (_, events, state) => {
  expect(states(...events)).toEqual([state, state]);
});

test.each<[string, DeliveryEvent[], [string, string, string]]>([
  ['a plan', [planned], ['planned', 'planned', 'planned']],
  ['one of two sent', [planned, sending('a'), sent('a')], ['planned', 'sent', 'planned']],
  ['both sent', [planned, sent('a'), sent('b')], ['sent', 'sent', 'sent']],
  [
    'one refused, the other waiting',
    [planned, failed(true, 'a'), failed(false, 'b')],
    ['failed', 'given up', 'failed'],
  ],
  ['one refused, the other sent', [planned, failed(true, 'a'), sent('b')], ['given up', 'given up', 'sent']],
  ['one uncertain', [planned, uncertain('a'), sent('b')], ['uncertain', 'uncertain', 'sent']],
  ['one that goes again', [planned, uncertain('a', true), sent('b')], ['repeating', 'repeating', 'sent']],
  ['the whole failing for now', [planned, sent('a'), failed(false)], ['planned', 'sent', 'planned']],
  ['the whole given up', [planned, sent('a'), failed(true)], ['given up', 'sent', 'given up']],
  [
    'doubt stays when the whole is given up',
    [planned, uncertain('a'), failed(true)],
    ['uncertain', 'uncertain', 'given up'],
  ],
  ['all of it wanted again', [planned, sent('a'), failed(true), again()], ['planned', 'planned', 'planned']],
  ['the missing ones wanted again', [planned, sent('a'), failed(true), again(true)], ['planned', 'sent', 'planned']],
  [
    'a recipient who was corrected',
    [planned, sent('a'), failed(true, 'b'), line({ event: 'planned', recipients: ['a', 'c'] })],
    ['planned', 'sent', 'planned'],
  ],
  [
    'capitals in an address',
    [planned, sent('a'), line({ event: 'planned', recipients: ['A', 'B'] })],
    ['planned', 'sent', 'planned'],
  ],
  ['an old beginning speaks of everyone', [sending(), planned], ['sending', 'sending', 'sending']],
])('a ledger of two recipients: %s', (_, events, expected) => {
  expect(states(...events)).toEqual(expected);
});

test('only what a person asks for in whole is another copy', () => {
  expect(foldDelivery([sent(), again(), sent(), again(true), sent()]).copy).toBe(1);
});

test('whoever has it keeps it whatever comes later, and a delivery is sent only when everyone has it', () => {
  const anyLine = fc.constantFrom<DeliveryEvent>(
    ...[sending('a'), sent('a'), failed(true, 'a'), uncertain('a'), sending('b'), failed(false, 'b'), sent('b')],
    ...[uncertain('b', true), failed(true), failed(false), again(true)],
  );
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
      const { state, parts } = foldDelivery([planned, ...lines]);
      for (const part of parts) {
        const has = lines.some((each) => each.event === 'sent' && each.recipient === part.recipient);
        expect(part.state === 'sent').toBe(has);
      }
      expect(state === 'sent').toBe(parts.every((part) => part.state === 'sent'));
      expect(isPending(state)).toBe(parts.some((part) => isPending(part.state)));
    }),
  );
});
