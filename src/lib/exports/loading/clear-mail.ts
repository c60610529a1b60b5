import { z } from 'zod';
import type { Problem } from '../../problem.ts';
import type { ExportDefinition, Registry } from '../definition.ts';
import { problem, show } from './problems.ts';

/** The written agreement that personal data of an operation may go by mail without encryption. */
export interface ClearMail {
  readonly why: string;
  /** Who agreed, on which side: a role rather than a name. */
  readonly agreedBy: string;
  /** The day it was agreed, `yyyy-MM-dd`. */
  readonly on: string;
}

export const clearMailSchema = z.strictObject({
  why: z.string().min(1, 'why personal data goes by mail in clear'),
  agreedBy: z.string().min(1, 'who agreed to it'),
  on: z.iso.date('the day it was agreed, such as 2013-07-01'),
});

/** The agreement in one line, for lists and reports. */
export function clearMailText({ why, agreedBy, on }: ClearMail): string {
  return `personal data goes by mail in clear: ${why} (${agreedBy}, ${on})`;
}

/** The agreements there are, by operation. */
export function clearMails(registry: Registry): ReadonlyMap<string, ClearMail> {
  const agreed = new Map<string, ClearMail>();
  for (const { operationId, operation } of registry.values())
    if (operation.clearMail !== undefined) agreed.set(operationId, operation.clearMail);
  return agreed;
}

/** What is wrong with an export whose data would go in clear where it must not. */
export function privacyProblems(definition: ExportDefinition): Problem[] {
  const names: readonly string[] = Array.isArray(definition.export.deliver) ? definition.export.deliver : [];
  return names.flatMap((name) => clearMailProblems(definition, name));
}

/** The same for one target of the operation, whether the export names it or a person does. */
export function clearMailProblems({ export: made, operation }: ExportDefinition, target: string): Problem[] {
  const spec = operation.targets[target];
  if (spec?.kind !== 'mail') return [];
  const inBody = made.format === 'text' && made.inBody;
  const encrypts = spec.encrypt !== undefined;
  if (inBody && encrypts)
    return [problem('inBody', `${show(target)}, a target that encrypts`, 'a target that does not')];
  const agreed = !made.personalData || operation.clearMail !== undefined;
  if (agreed || encrypts || (made.password !== null && !inBody)) return [];
  return [problem('deliver', `${show(target)}, a mail in clear, for personal data`, CLOSED)];
}

const CLOSED =
  'encrypt in the target, a file with a password, personalData = false, or clearMail in operation.ts: why, agreed by whom and when';
