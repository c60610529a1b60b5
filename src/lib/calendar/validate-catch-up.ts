import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { schemaProblems } from '../schema-problems.ts';
import { durationForm } from './field-forms.ts';

const form = z.strictObject({
  policy: z.enum(['latest', 'all', 'none'], 'latest, all or none'),
  maxAge: durationForm.optional(),
  order: z.enum(['oldest', 'newest'], 'oldest or newest').optional(),
});

/** Everything wrong with a catch-up, fields named from it, such as `maxAge`. */
export function validateCatchUp(catchUp: unknown): Problem[] {
  return schemaProblems(form, catchUp, Object.keys(form.shape));
}
