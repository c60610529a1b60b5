import { type RunId, makeRunId } from '../lib/archive/run-id.ts';
import { type RunState, foldRun } from '../lib/archive/run-state.ts';
import { type PromisedDue, deadlinesBetween } from '../lib/calendar/deadlines.ts';
import type { ExportDefinition } from '../lib/exports/definition.ts';
import { deadlineNotice } from '../lib/notices/deadline-notice.ts';
import { eachApart } from './each-apart.ts';
import type { SchedulerDeps } from './reconcile.ts';

/** How far back the first look of a process goes; what is older was the matter of a digest. */
const FIRST_LOOK_HOURS = 24;
/** In these nothing is owed: the recipient has it, or is not to get it. */
const NOTHING_OWED: ReadonlySet<RunState> = new Set(['delivered', 'skipped', 'missed', 'cancelled']);

/** Tells of each run whose promised hour has passed since the last look without its delivery: once for each run. */
export async function tellDeadlines(deps: SchedulerDeps): Promise<void> {
  await eachApart(deps.registry.values(), deps.logger, async (definition) => {
    const { schedule } = definition.export;
    if (schedule === null) return;
    const { id, operation } = definition;
    const now = deps.clock.now();
    const since = deps.memory.deadlines.get(id) ?? now.subtract({ hours: FIRST_LOOK_HOURS });
    const context = { zone: operation.zone, calendar: operation.calendar ?? {} };
    for (const due of deadlinesBetween(schedule, context, since, now)) await tellIfOwed(definition, due, deps);
    deps.memory.deadlines.set(id, now);
  });
}

/** Runs that are made up late were told in their digest. */
async function tellIfOwed({ id, operation }: ExportDefinition, due: PromisedDue, deps: SchedulerDeps): Promise<void> {
  const run = makeRunId(id, due.interval.id);
  const status = foldRun(await deps.archive.history(run));
  if (status === null || status.trigger !== 'schedule' || NOTHING_OWED.has(status.state)) return;
  if (!(await isFirstToTell(run, deps))) return;
  const deadline = due.deadline.toZonedDateTimeISO(operation.zone);
  await deps.notices.tell(operation, deadlineNotice(run, deadline, status.state, operation.locale));
}

/** Several schedulers may look at once: the first line counts. */
async function isFirstToTell(run: RunId, { archive, clock, actor: by }: SchedulerDeps): Promise<boolean> {
  const told = async () =>
    (await archive.history(run)).find((event) => event.event === 'told' && event.about === 'deadline');
  if ((await told()) !== undefined) return false;
  const at = clock.now().toString();
  await archive.record(run, { at, by, event: 'told', about: 'deadline' });
  const first = await told();
  return first?.at === at && first.by === by;
}
