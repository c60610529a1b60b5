import { z } from 'zod';
import { closest } from '../../did-you-mean.ts';
import type { Problem } from '../../problem.ts';

export const largeFilesSchema = z.strictObject({
  bytes: z.int().min(1, 'bytes, such as 10_000_000'),
  target: z.string(),
  where: z.string().min(1, 'where people find the file: a link, or the name of a share'),
});

interface Targets {
  readonly [name: string]: {
    readonly kind: string;
    readonly above?: { readonly target: string } | undefined;
    readonly ifExists?: string | undefined;
  };
}

/** Large files of a mail must go to a target of the operation that takes files, under the name that the mail tells. */
export function largeFileProblems(targets: Targets): Problem[] {
  const places = Object.keys(targets).filter((name) => takesLargeFiles(targets[name]));
  return Object.entries(targets).flatMap(([name, { above }]) => {
    if (above === undefined || places.includes(above.target)) return [];
    const meant = closest(above.target, places);
    const expected = `a target that takes files, and numbers none: ${places.join(', ') || 'there is none'}`;
    const problem = { field: `targets.${name}.above.target`, got: JSON.stringify(above.target), expected };
    return [meant === undefined ? problem : { ...problem, didYouMean: meant }];
  });
}

function takesLargeFiles(target: Targets[string] | undefined): boolean {
  const takesFiles = target !== undefined && target.kind !== 'mail' && target.kind !== 'webhook';
  return takesFiles && target.ifExists !== 'number';
}
