import { z } from 'zod';
import { validateBusinessCalendar } from '../../calendar/validate-business-calendar.ts';
import { validateCatchUp } from '../../calendar/validate-catch-up.ts';
import { validateZone } from '../../calendar/zone.ts';
import { encryptionSchema } from '../../delivery/encryption/encryption.ts';
import { validateKeep } from '../retention.ts';
import type { Problem } from '../../problem.ts';
import { closest } from '../../did-you-mean.ts';
import { domainProblems, isAddress } from './mail-domains.ts';
import { largeFileProblems, largeFilesSchema } from './validate-large-files.ts';
import { clearMailSchema } from './clear-mail.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes');
const address = z.string().refine(isAddress, 'a mail address');

/** What every target that takes files can be told of them. */
const files = { encrypt: encryptionSchema.exactOptional(), fileName: z.string().min(1, 'a file name').exactOptional() };
/** What every place that files are laid into can be told besides. */
const places = {
  ...files,
  companion: z.enum(['sha256', 'ok'], "'sha256' or 'ok'").exactOptional(),
  ifExists: z.enum(['refuse', 'replace', 'number'], "'refuse', 'replace' or 'number'").exactOptional(),
};
const mail = z.strictObject({
  ...files,
  kind: z.literal('mail'),
  to: z.array(address).min(1, 'at least one address'),
  cc: z.array(address),
  bcc: z.array(address),
  from: address,
  above: largeFilesSchema.exactOptional(),
});
const remotePath = z
  .string()
  .regex(/^(?!.*\.\.)\/?[A-Za-z0-9._/-]*$/, 'a folder on the server, without ".."')
  .min(1);
const target = z.discriminatedUnion('kind', [
  mail,
  z.strictObject({
    ...places,
    kind: z.literal('folder'),
    path: z.string().regex(/^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'a folder below FOLDERS_DIR, without ".."'),
  }),
  z.strictObject({ ...places, kind: z.enum(['sftp', 'ftps']), path: remotePath }),
  z.strictObject({
    ...places,
    kind: z.literal('s3'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
    prefix: z.string().regex(/^(?!\/|.*\.\.)[A-Za-z0-9._/-]*$/, 'a prefix such as entrant/'),
  }),
  z.strictObject({ fileName: files.fileName, kind: z.literal('webhook') }),
]);

const operationSchema = z.strictObject({
  title: z.string().min(1, 'a title'),
  zone: z.string(),
  locale: z.enum(['fr', 'en']),
  sources: z.array(name).min(1, 'at least one source'),
  targets: z.record(name, target),
  profile: z.unknown().optional(),
  mailDomains: z.array(z.hostname('a domain such as canal.example')).min(1, 'at least one domain').optional(),
  operators: mail.omit({ encrypt: true, fileName: true }).optional(),
  clearMail: clearMailSchema.optional(),
  calendar: z.unknown().optional(),
  catchUp: z.unknown().optional(),
  keep: z.unknown().optional(),
  settings: z.unknown(),
});

/** What is wrong with an operation; addresses are not repeated. */
export function operationProblems(id: string, declared: unknown): Problem[] {
  if (declared === undefined) {
    return [{ field: 'export default', got: 'nothing', expected: 'export default operation({…})' }];
  }
  const problems: Problem[] = name.safeParse(id).success
    ? []
    : [{ field: 'folder', got: JSON.stringify(id), expected: 'lower-case letters, digits and dashes' }];
  const parsed = operationSchema.safeParse(declared);
  const wrong = parsed.success
    ? [...domainProblems(parsed.data), ...largeFileProblems(parsed.data.targets)]
    : parsed.error.issues.flatMap((issue) => explain(issue, declared));
  return [...problems, ...wrong, ...meaningProblems(declared)];
}

const meanings = z
  .looseObject({ zone: z.unknown(), calendar: z.unknown(), catchUp: z.unknown(), keep: z.unknown() })
  .partial();

/** What the form of an operation cannot say: zones, closed days and durations that do not exist. */
function meaningProblems(declared: unknown): Problem[] {
  const { zone, calendar, catchUp, keep } = meanings.safeParse(declared).data ?? {};
  return [
    ...(typeof zone === 'string' ? validateZone(zone) : []),
    ...(calendar === undefined ? [] : within('calendar', validateBusinessCalendar(calendar))),
    ...(catchUp === undefined ? [] : within('catchUp', validateCatchUp(catchUp))),
    ...validateKeep(keep),
  ];
}

function within(field: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, field: `${field}.${problem.field}` }));
}

function explain(issue: z.core.$ZodIssue, declared: unknown): Problem[] {
  const field = issue.path.join('.') || 'operation';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = closest(key, Object.keys(operationSchema.shape));
      return {
        field: key,
        got: 'an unknown field',
        expected: 'a field of an operation',
        ...(meant === undefined ? {} : { didYouMean: meant }),
      };
    });
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    declared,
  );
  const isAddress = issue.message === 'a mail address';
  const got = isAddress ? 'another text' : value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100);
  return [{ field, got, expected: issue.message }];
}
