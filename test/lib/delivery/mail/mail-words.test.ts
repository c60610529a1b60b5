import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { defaultMailText } from '../../../../src/lib/delivery/mail/mail-words.ts';
import type { MailContext } from '../../../../src/lib/exports/mail-text.ts';

function context(from: string, to: string, changes: Partial<MailContext> = {}): MailContext {
  const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Africa/Dakar');
  return {
    title: 'Fiches clôturées',
    fileName: 'export.csv',
    rows: 1234,
    revision: 1,
    attached: true,
    where: null,
    opensWith: null,
    late: false,
    notReady: null,
    intervalId: from,
    from: at(from),
    to: at(to),
    params: {},
    ...changes,
  };
}

describe('default mail words', () => {
  it('writes a whole mail in French', () => {
    expect(defaultMailText(context('2013-07-25', '2013-07-26'), 'fr')).toMatchObject({
      subject: 'Fiches clôturées du 25/07/2013',
      text: [
        'Bonjour,',
        "Veuillez trouver ci-joint l'export « Fiches clôturées » du 25/07/2013.",
        'Fichier : export.csv (1\u202f234 lignes)\n',
      ].join('\n\n'),
    });
  });

  it('writes a whole mail in English', () => {
    expect(defaultMailText(context('2013-07-25', '2013-07-26', { title: 'Top-ups' }), 'en')).toMatchObject({
      subject: 'Top-ups of 25 July 2013',
      text: [
        'Hello,',
        'Please find attached the export "Top-ups" of 25 July 2013.',
        'File: export.csv (1,234 rows)\n',
      ].join('\n\n'),
    });
  });

  it.each([
    ['openpgp', 'fr', 'votre clé OpenPGP'],
    ['password', 'fr', 'un mot de passe, qui vous est communiqué par un autre moyen'],
    ['openpgp', 'en', 'your OpenPGP key'],
    ['password', 'en', 'a password, which you are given another way'],
  ] as const)('says what a file opens with: %s in %s', (opensWith, locale, said) => {
    const day = (changes: Partial<MailContext>) => context('2013-07-25', '2013-07-26', changes);
    expect(defaultMailText(day({ opensWith }), locale).text).toContain(said);
    expect(defaultMailText(day({ opensWith, attached: false }), locale).text).not.toContain(said);
  });

  it.each([
    ['a day', '2013-07-25', '2013-07-26', 'du 25/07/2013', 'of 25 July 2013'],
    ['a month', '2013-07-01', '2013-08-01', 'de juillet 2013', 'of July 2013'],
    ['a month with a vowel', '2013-08-01', '2013-09-01', "d'août 2013", 'of August 2013'],
    ['the last month', '2012-12-01', '2013-01-01', 'de décembre 2012', 'of December 2012'],
    ['a week', '2013-07-22', '2013-07-29', 'du 22/07/2013 au 28/07/2013', 'from 22 July 2013 to 28 July 2013'],
    [
      'a quarter of an hour',
      '2013-07-25T04:30',
      '2013-07-25T04:45',
      'du 25/07/2013 04:30 au 25/07/2013 04:45',
      'from 25 July 2013 04:30 to 25 July 2013 04:45',
    ],
  ])('names %s as people do', (_, from, to, french, english) => {
    expect(defaultMailText(context(from, to), 'fr').subject).toBe(`Fiches clôturées ${french}`);
    expect(defaultMailText(context(from, to), 'en').subject).toBe(`Fiches clôturées ${english}`);
  });

  it('names a run by its parameters when it has some', () => {
    const found = context('2013-07-25', '2013-07-26', { params: { segment: 'CANAL_OA_1MC' } });
    expect(defaultMailText(found, 'fr').subject).toBe('Fiches clôturées (segment : CANAL_OA_1MC)');
    expect(defaultMailText({ ...found, from: null, to: null, params: {} }, 'fr').subject).toBe('Fiches clôturées');
  });

  it.each([
    [0, 'aucune ligne', 'no rows'],
    [1, '1 ligne', '1 row'],
    [2, '2 lignes', '2 rows'],
  ])('counts %i rows', (rows, french, english) => {
    const counted = context('2013-07-25', '2013-07-26', { rows });
    expect(defaultMailText(counted, 'fr').text).toContain(`(${french})`);
    expect(defaultMailText(counted, 'en').text).toContain(`(${english})`);
  });

  it.each([
    ['later revision', { revision: 2 }, '(révision 2) annule et remplace celui', '(revision 2) replaces'],
    [
      'note of a later revision',
      { revision: 2, attached: false },
      'Ce message (révision 2)',
      'This message (revision 2)',
    ],
    ['late file', { late: true }, 'plus tard que prévu', 'later than promised'],
    ['file of data that is not whole', { notReady: 'no load' }, '(no load)', '(no load)'],
    ['note that there is no data', { attached: false }, 'Aucune donnée pour', 'There is no data for'],
  ])('says so of a %s, in both forms', (_, changes, french, english) => {
    const changed = context('2013-07-25', '2013-07-26', changes);
    for (const [locale, said] of [
      ['fr', french],
      ['en', english],
    ] as const) {
      const { text, html } = defaultMailText(changed, locale);
      expect(text).toContain(said);
      expect(html).toContain(said);
      expect(text.includes('export.csv')).toBe(changed.attached);
      expect(html?.includes('export.csv')).toBe(changed.attached);
    }
  });
});
