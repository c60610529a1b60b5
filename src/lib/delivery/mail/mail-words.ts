import type { Temporal } from 'temporal-polyfill';
import type { MailContext } from '../../exports/mail-text.ts';
import { htmlBody, type MailBlock, plainBody } from './mail-body.ts';
import { type MailPeriod, mailPeriod } from './mail-period.ts';
import type { MailBody } from '../target.ts';

/** The words of an operation's mails unless an export says otherwise, in the operation's language. */
export function defaultMailText(context: MailContext, locale: 'fr' | 'en'): MailBody {
  const words = locale === 'fr' ? french : english;
  const about = words.about(mailPeriod(context));
  const notices = [
    ...(context.attached && context.opensWith !== null ? [words.opensWith[context.opensWith]] : []),
    ...(context.late ? [words.late] : []),
    ...(context.notReady === null ? [] : [words.notReady(context.notReady)]),
    ...(context.revision > 1 ? [words.replaces(context.revision, context.attached)] : []),
  ];
  const file = {
    kind: 'file',
    label: words.fileLabel,
    name: context.fileName,
    count: words.count(context.rows),
  } as const;
  const blocks: MailBlock[] = [
    said(words.greeting),
    ...(context.attached ? [] : [said(words.noData(context.title, about))]),
    ...(context.attached && context.where === null ? [said(words.attached(context.title, about)), file] : []),
    ...(context.attached && context.where !== null
      ? [said(words.elsewhere(context.title, about)), file, place(context.where)]
      : []),
    ...notices.map((text) => ({ kind: 'notice', text }) as const),
  ];
  return mailBody(`${context.title}${about}`, blocks, locale);
}

/** A mail in both of its forms. */
export function mailBody(subject: string, blocks: readonly MailBlock[], locale: 'fr' | 'en'): MailBody {
  return { subject, text: plainBody(blocks), html: htmlBody(locale, subject, blocks) };
}

function place(where: string): MailBlock {
  return { kind: 'place', where };
}

function said(text: string): MailBlock {
  return { kind: 'words', text };
}

interface Words {
  readonly greeting: string;
  /** Follows the title: begins with a space, or is empty. */
  about(period: MailPeriod): string;
  attached(title: string, about: string): string;
  /** Instead of it when the file is too large for the mail; file and place follow. */
  elsewhere(title: string, about: string): string;
  readonly fileLabel: string;
  count(rows: number): string;
  /** Instead of these when nothing is attached. */
  noData(title: string, about: string): string;
  readonly opensWith: Readonly<Record<NonNullable<MailContext['opensWith']>, string>>;
  readonly late: string;
  notReady(why: string): string;
  replaces(revision: number, attached: boolean): string;
}

const french: Words = {
  greeting: 'Bonjour,',
  about(period) {
    switch (period.kind) {
      case 'day':
        return ` du ${frenchDay(period.date)}`;
      case 'month':
        return frenchMonth(period.month);
      case 'days':
        return ` du ${frenchDay(period.first)} au ${frenchDay(period.last)}`;
      case 'hours':
        return ` du ${frenchDay(period.from)} ${hour(period.from)} au ${frenchDay(period.to)} ${hour(period.to)}`;
      case 'params':
        return listed(period.params, ' : ');
    }
  },
  attached: (title, about) => `Veuillez trouver ci-joint l'export « ${title} »${about}.`,
  elsewhere: (title, about) =>
    `L'export « ${title} »${about} est trop volumineux pour un message. Il vous attend à l'endroit indiqué ci-dessous.`,
  fileLabel: 'Fichier : ',
  count: (rows) => (rows === 0 ? 'aucune ligne' : counted(rows, 'fr', 'ligne', rows > 1)),
  noData: (title, about) => `Aucune donnée pour l'export « ${title} »${about} : il n'y a pas de fichier à envoyer.`,
  opensWith: {
    openpgp: "Ce fichier est chiffré : il s'ouvre avec votre clé OpenPGP.",
    password: 'Ce fichier est protégé par un mot de passe, qui vous est communiqué par un autre moyen.',
  },
  late: 'Cet envoi arrive plus tard que prévu ; veuillez nous en excuser.',
  notReady: (why) => `Attention : à l'heure limite, les données n'étaient pas complètes (${why}).`,
  replaces: (revision, attached) =>
    attached
      ? `Ce fichier (révision ${revision}) annule et remplace celui envoyé précédemment.`
      : `Ce message (révision ${revision}) annule et remplace l'envoi précédent.`,
};

const english: Words = {
  greeting: 'Hello,',
  about(period) {
    switch (period.kind) {
      case 'day':
        return ` of ${englishDay(period.date)}`;
      case 'month':
        return ` of ${ENGLISH_MONTHS[period.month.month - 1]} ${period.month.year}`;
      case 'days':
        return ` from ${englishDay(period.first)} to ${englishDay(period.last)}`;
      case 'hours':
        return ` from ${englishDay(period.from)} ${hour(period.from)} to ${englishDay(period.to)} ${hour(period.to)}`;
      case 'params':
        return listed(period.params, ': ');
    }
  },
  attached: (title, about) => `Please find attached the export "${title}"${about}.`,
  elsewhere: (title, about) =>
    `The export "${title}"${about} is too large for a mail. You find it at the place named below.`,
  fileLabel: 'File: ',
  count: (rows) => (rows === 0 ? 'no rows' : counted(rows, 'en', 'row', rows > 1)),
  noData: (title, about) => `There is no data for the export "${title}"${about}, and so no file to send.`,
  opensWith: {
    openpgp: 'This file is encrypted: it opens with your OpenPGP key.',
    password: 'This file is protected by a password, which you are given another way.',
  },
  late: 'It comes later than promised; please accept our apologies.',
  notReady: (why) => `Please note: when it had to be made, the data was not complete (${why}).`,
  replaces: (revision, attached) =>
    `This ${attached ? 'file' : 'message'} (revision ${revision}) replaces the one sent earlier.`,
};

const FRENCH_MONTHS = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
  ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
];
const ENGLISH_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function frenchDay({ year, month, day }: Day): string {
  return `${twoDigits(day)}/${twoDigits(month)}/${year}`;
}

function frenchMonth({ year, month }: Temporal.PlainYearMonth): string {
  const name = FRENCH_MONTHS[month - 1] ?? '';
  return /^[ao]/.test(name) ? ` d'${name} ${year}` : ` de ${name} ${year}`;
}

function englishDay({ year, month, day }: Day): string {
  return `${day} ${ENGLISH_MONTHS[month - 1]} ${year}`;
}

function hour({ hour, minute }: Temporal.PlainDateTime): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

function listed(params: readonly (readonly [string, string])[], is: string): string {
  return params.length === 0 ? '' : ` (${params.map(([name, value]) => name + is + value).join(', ')})`;
}

function counted(count: number, locale: string, noun: string, plural: boolean): string {
  return `${count.toLocaleString(locale)} ${noun}${plural ? 's' : ''}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
