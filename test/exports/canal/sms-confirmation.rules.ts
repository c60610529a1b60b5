import SmsConfirmation from '../../../exports/canal/sms-confirmation.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import { type Rule, type RuleTable, sampleDay, sides } from '../support/rules.ts';

const accepted: Partial<Fiche> = {
  main_codefinappel: 'CPLUS',
  main_dateappel: '2013-07-25 10:00:00',
  main_tel: '77000001',
  main_gsm: '77000002',
};

function phones(rule: string, fiches: readonly Partial<Fiche>[], ...gsm: readonly string[]): Rule {
  return {
    rule,
    given: { fiches: fiches.map((fiche) => ({ ...accepted, ...fiche })) },
    gives: gsm.map((one) => ({ gsm: one })),
  };
}

export const smsConfirmation: RuleTable = {
  definition: new SmsConfirmation(),
  titles: ['gsm'],
  about: sampleDay,
  rules: [
    ...sides('fiches', accepted, {
      kept: [
        ['a call at the first instant of the day', { main_dateappel: '2013-07-25 00:00:00' }],
        ['a call at the last second of the day', { main_dateappel: '2013-07-25 23:59:59' }],
      ],
      left: [
        ['a call of the second before', { main_dateappel: '2013-07-24 23:59:59' }],
        ['a call at the first instant of the next day', { main_dateappel: '2013-07-26 00:00:00' }],
        ['who did not accept', { main_codefinappel: 'REFUS' }],
        ['who has not answered yet', { main_codefinappel: null }],
        ['who has no phone', { main_gsm: '', main_tel: '' }],
        ['who has no phone, by NULL', { main_gsm: null, main_tel: null }],
      ],
    }),
    phones('takes the mobile', [{}], '77000002'),
    phones('takes a mobile with its prefix', [{ main_gsm: '+22177000002' }], '+22177000002'),
    phones('takes the other phone without a mobile', [{ main_gsm: '' }], '77000001'),
    phones('takes the other phone where the mobile is NULL', [{ main_gsm: null }], '77000001'),
    phones('takes the other phone where the mobile begins with words', [{ main_gsm: 'néant 77' }], '77000001'),
    phones('takes the other phone where the mobile ends with words', [{ main_gsm: '77 ou 78' }], '77000001'),
    phones(
      'writes each phone once',
      [{}, { main_gsm: '77000003' }, { main_gsm: null, main_tel: '77000002' }],
      '77000002',
      '77000003',
    ),
    phones('is in the order of the fiches', [{ main_gsm: '9' }, { main_gsm: '10' }], '9', '10'),
  ],
};
