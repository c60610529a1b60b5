import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { defaultMailText } from '../../../src/lib/delivery/mail-words.ts';
import type { MailContext } from '../../../src/lib/exports/mail-text.ts';

function context(from: string, to: string, changes: Partial<MailContext> = {}): MailContext {
  const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Africa/Dakar');
  return {
    title: 'Fiches clôturées',
    fileName: 'export.csv',
    rows: 1234,
    revision: 1,
    attached: true,
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
    expect(defaultMailText(context('2013-07-25', '2013-07-26'), 'fr')).toEqual({
      subject: 'Fiches clôturées du 25/07/2013',
      text: [
        'Bonjour,',
        "Veuillez trouver ci-joint l'export « Fiches clôturées » du 25/07/2013.",
        'Fichier : export.csv (1\u202f234 lignes)\n',
      ].join('\n\n'),
    });
  });

  it('writes a whole mail in English', () => {
    expect(defaultMailText(context('2013-07-25', '2013-07-26', { title: 'Top-ups' }), 'en')).toEqual({
      subject: 'Top-ups of 25 July 2013',
      text: [
        'Hello,',
        'Please find attached the export "Top-ups" of 25 July 2013.',
        'File: export.csv (1,234 rows)\n',
      ].join('\n\n'),
    });
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

  it('says that a later revision replaces the earlier file', () => {
    const second = context('2013-07-25', '2013-07-26', { revision: 2 });
    expect(defaultMailText(second, 'fr').text).toContain('révision 2) annule et remplace');
    expect(defaultMailText(second, 'en').text).toContain('(revision 2) replaces');
  });
});
