import { type Role, mayAs } from './role.ts';

/** Where the queues' pages and their API lie. */
export const QUEUES = '/queues';
const QUEUE = `${QUEUES}/api/queues/:queueName`;

type Rule =
  | { readonly for: 'everyone' }
  /** `action` is what the audit log calls it. `notOnSchedules`: refused on a queue whose jobs are made by schedulers. */
  | { readonly for: Role; readonly action: string; readonly notOnSchedules?: string }
  | { readonly for: 'nobody'; readonly why: string };

const JOBS_ARE_NAMED = 'Jobs are named by their run: use "bordereau export", which cannot make the same run twice.';
const DATA_IS_FIXED = 'What a job is about cannot be changed: queue another run with "bordereau export".';
const SCHEDULES_ARE_CODE =
  'Schedules are part of the exports’ definitions; a change here would be undone within a minute.';
const LIMITS_ARE_CODE = 'Limits of a queue are part of its definition, not of the board.';
const TICK_IS_SPENT = 'The next firing of a schedule cannot be moved: that would skip the planned one. Use "run now".';

/**
 * Who may do what, by method and route. What reads needs a viewer unless it is listed; what changes something and is not
 * listed is refused to all, whatever a later Bull Board offers.
 */
const RULES: Readonly<Record<string, Rule>> = {
  'GET /healthz': { for: 'everyone' },
  'GET /readyz': { for: 'everyone' },
  'GET /login': { for: 'everyone' },
  'GET /board.css': { for: 'everyone' },
  'POST /login': { for: 'everyone' },
  'POST /logout': { for: 'viewer', action: 'log out' },

  [`PUT ${QUEUES}/api/queues/pause`]: { for: 'operator', action: 'pause all queues' },
  [`PUT ${QUEUES}/api/queues/resume`]: { for: 'operator', action: 'resume all queues' },
  [`PUT ${QUEUE}/pause`]: { for: 'operator', action: 'pause queue' },
  [`PUT ${QUEUE}/resume`]: { for: 'operator', action: 'resume queue' },
  [`PUT ${QUEUE}/:jobId/retry`]: { for: 'operator', action: 'retry job' },
  [`PUT ${QUEUE}/retry/:queueStatus`]: { for: 'operator', action: 'retry all jobs' },
  [`PUT ${QUEUE}/:jobId/promote`]: { for: 'operator', action: 'start delayed job', notOnSchedules: TICK_IS_SPENT },
  [`PUT ${QUEUE}/promote`]: { for: 'operator', action: 'start delayed jobs', notOnSchedules: TICK_IS_SPENT },
  [`PUT ${QUEUE}/:jobId/clean`]: { for: 'operator', action: 'remove job' },
  [`PUT ${QUEUE}/clean/:queueStatus`]: { for: 'operator', action: 'remove all jobs of a state' },
  [`PUT ${QUEUE}/job-schedulers/:schedulerId/run`]: { for: 'operator', action: 'run schedule now' },

  [`POST ${QUEUE}/add`]: { for: 'nobody', why: JOBS_ARE_NAMED },
  [`PATCH ${QUEUE}/:jobId/update-data`]: { for: 'nobody', why: DATA_IS_FIXED },
  [`PATCH ${QUEUE}/:jobId/delay`]: { for: 'nobody', why: DATA_IS_FIXED },
  [`PATCH ${QUEUE}/:jobId/priority`]: { for: 'nobody', why: DATA_IS_FIXED },
  [`PATCH ${QUEUE}/job-schedulers/:schedulerId`]: { for: 'nobody', why: SCHEDULES_ARE_CODE },
  [`PUT ${QUEUE}/job-schedulers/:schedulerId/remove`]: { for: 'nobody', why: SCHEDULES_ARE_CODE },
  [`PUT ${QUEUE}/obliterate`]: { for: 'nobody', why: SCHEDULES_ARE_CODE },
  [`PUT ${QUEUE}/empty`]: {
    for: 'nobody',
    why: 'Runs that wait are on record and would be queued again: remove single jobs.',
  },
  [`PUT ${QUEUE}/concurrency`]: { for: 'nobody', why: LIMITS_ARE_CODE },
  [`PUT ${QUEUE}/rate-limit`]: { for: 'nobody', why: LIMITS_ARE_CODE },
};

export type Verdict =
  | { readonly kind: 'pass'; readonly action: string | null; readonly notOnSchedules: string | null }
  | { readonly kind: 'log in' }
  | { readonly kind: 'refuse'; readonly why: string };

const PASS = { kind: 'pass', action: null, notOnSchedules: null } as const;

/** Judges a request by its method and the route it matched; `role` is null for who is not logged in. */
export function judge(method: string, route: string | undefined, role: Role | null): Verdict {
  const rule = RULES[`${method === 'HEAD' ? 'GET' : method} ${route}`];
  if (rule?.for === 'everyone') return PASS;
  if (role === null) return { kind: 'log in' };
  if (rule === undefined) return reads(method) ? PASS : { kind: 'refuse', why: 'The board does not offer this.' };
  if (rule.for === 'nobody') return { kind: 'refuse', why: rule.why };
  if (!mayAs(role, rule.for)) return { kind: 'refuse', why: `A ${role} may look, not act: log in as ${rule.for}.` };
  return { kind: 'pass', action: rule.action, notOnSchedules: rule.notOnSchedules ?? null };
}

/** Whether requests of this method change nothing. */
export function reads(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
