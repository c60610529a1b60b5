import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Queue } from 'bullmq';
import { Temporal } from 'temporal-polyfill';
import { foldDelivery } from '../../src/lib/archive/delivery-state.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { typedError } from '../../src/lib/errors/typed-error.ts';
import type { Target } from '../../src/lib/delivery/target.ts';
import { type Engine, runDeps } from '../../src/processes/engine.ts';
import { deliveryJobs } from '../../src/processors/delivery-job.ts';
import type { JobKind } from '../../src/processors/host.ts';
import { queueDeliveries, recordDelivering } from '../../src/processors/request-deliveries.ts';
import type { RunDeps } from '../../src/processors/run-deps.ts';
import { runJobs } from '../../src/processors/run-job.ts';
import { settleRun } from '../../src/processors/settle-run.ts';
import { type Payload, catalogue } from '../../src/queues/catalogue.ts';
import { queueRun } from '../../src/queues/queue-run.ts';
import type { QueueSet } from '../../src/queues/queue-set.ts';
import { resumeOpenRuns } from '../../src/schedulers/resume-open-runs.ts';
import { schedulerDeps } from '../../src/processes/scheduler-deps.ts';
import { newAttempt } from '../support/attempts.ts';
import { type Crasher, crashAt } from '../support/crashing.ts';
import { loadShop, shopEnvironment } from '../support/engine.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const run = 'shop/orders/2013-07-25';
const wanted = { run, revision: 1, trigger: 'manual', late: false, giveUpAt: null, why: null } as const;
/** Lives tried beside each other; they wait for the disk most of the time. */
const AT_ONCE = 8;
const NEVER = Number.POSITIVE_INFINITY;

/** A mail server's stand-in: it cannot be asked what it has, and counts what it gets. */
function mailBox(): { target: Target; received: readonly string[] } {
  const received: string[] = [];
  const target: Target = {
    name: 'people',
    kind: 'smtp',
    repeatable: false,
    recipients: ['ada', 'grace'],
    async deliver({ recipient }) {
      received.push(recipient ?? 'nobody');
      return await Promise.resolve({ where: 'mail.shop.example', detail: {} });
    },
    check: async () => await Promise.resolve({ ok: true, detail: '' }),
  };
  return { target, received };
}

function workerDeps(engine: Engine, queues: QueueSet, crasher: Crasher, mail: Target): RunDeps {
  const archive = crasher.archive(engine.archive);
  const add = crasher.call('add deliveries', async (targets: readonly string[]) => {
    await queueDeliveries(queues, run, 1, targets);
  });
  const deps: RunDeps = {
    ...runDeps({ ...engine, archive }, async (id, revision, targets) => {
      await recordDelivering({ ...engine, archive }, id, revision, targets);
      await add(targets);
      await settleRun(id, revision, deps);
    }),
  };
  const target = deps.target.bind(deps);
  return {
    ...deps,
    target: (definition, name) => crasher.target(name === 'people' ? mail : target(definition, name)),
  };
}

/** Does every job that is queued, as a worker would: a job goes when it has ended, one that died stays. */
async function drain(queues: QueueSet, deps: RunDeps): Promise<void> {
  await drainQueue(queues.byName.runs, catalogue.runs.payload, runJobs(deps, 1));
  await drainQueue(queues.byName.deliveries, catalogue.deliveries.payload, deliveryJobs(deps));
}

async function drainQueue<Name extends 'runs' | 'deliveries'>(
  queue: Queue,
  schema: { parse(data: unknown): Payload<Name> },
  kind: JobKind<Name>,
): Promise<void> {
  for (const job of await queue.getJobs()) {
    const [payload, each] = [schema.parse(job.data), newAttempt()];
    try {
      await kind.process(payload, each);
    } catch (error) {
      const typed = typedError(run, error);
      expect(typed.code).toBe('DELIVERY_UNCERTAIN');
      await kind.failed?.(payload, each, typed, null);
    }
    await job.remove();
  }
}

/** A shop's engine, loaded once, with an archive and folders of its own for each life. */
async function shop(): Promise<(name: string) => Engine> {
  const environment = await shopEnvironment();
  const engine = await loadShop(environment);
  return (name) => {
    const at = (variable: string): string => join(environment[variable]!, name);
    const settings = { ...engine.settings, archiveDir: at('ARCHIVE_DIR'), foldersDir: at('FOLDERS_DIR') };
    return { ...engine, settings, archive: openFolderArchive(settings.archiveDir) };
  };
}

/** Lets a worker die at a step and another one go on; gives where it died, null when it did not. */
async function dieAndGoOn(step: number, engine: Engine, redisLost: boolean, mail: Target): Promise<string | null> {
  const [before, other] = [await testQueues(newPrefix()), await testQueues(newPrefix())];
  await queueRun(wanted, { ...engine, queues: before });
  const crasher = crashAt(step);
  const done = drain(before, workerDeps(engine, before, crasher, mail)).then(() => null);
  const where = await Promise.race([crasher.died, done]);
  const queues = redisLost ? other : before;
  // A run that comes back may ask for its deliveries only then.
  for (let round = 0; round < 2; round++) {
    await resumeOpenRuns(schedulerDeps(engine, queues));
    await drain(queues, workerDeps(engine, queues, crashAt(NEVER), mail));
  }
  return where;
}

async function expectOneOutcome(engine: Engine, received: readonly string[], at: string): Promise<void> {
  const { archive, settings } = engine;
  const status = await archive.status(run);
  const manifest = await archive.manifest(run, 1);
  const shared = join(settings.foldersDir, 'share');
  expect(status?.published, at).toHaveLength(1);
  expect(await readdir(shared), at).toEqual(['commandes_20130725.csv']);
  expect(await readFile(join(shared, 'commandes_20130725.csv')), at).toEqual(
    await readFile(archive.artifactPath(run, manifest!)),
  );
  expect(await archive.openRuns(), at).toEqual([]);
  const { parts } = foldDelivery(await archive.deliveries(run, 1, 'people'));
  for (const { recipient, state } of parts) {
    const times = received.filter((each) => each === recipient).length;
    if (state === 'sent') expect(times, `${recipient} ${at}`).toBe(1);
    else expect([state, times <= 1], `${recipient} ${at}`).toEqual(['uncertain', true]);
  }
  const doubtful = parts.filter(({ state }) => state === 'uncertain').length;
  expect(doubtful, at).toBeLessThanOrEqual(1);
  const outcome = doubtful === 0 ? ['delivered', null] : ['partial', 'missing: people'];
  expect([status?.state, status?.why], at).toEqual(outcome);
  await archive.removeLeftovers(Temporal.Now.instant().add({ hours: 1 }));
  expect((await readdir(join(archive.root, run))).sort(), at).toEqual(['deliveries', 'r1', 'run.jsonl']);
}

test.each([false, true])(
  'faults 2: a worker that dies at any step of a run leaves one file, one delivery or a marked uncertain one (Redis lost: %s)',
  async (redisLost) => {
    const engineOf = await shop();
    const outcomeOf = async (step: number): Promise<string | null> => {
      const engine = engineOf(String(step));
      const mail = mailBox();
      const where = await dieAndGoOn(step, engine, redisLost, mail.target);
      await expectOneOutcome(engine, mail.received, where ?? 'nowhere');
      return where;
    };
    const deaths: (string | null)[] = [];
    while (!deaths.includes(null)) {
      const steps = Array.from({ length: AT_ONCE }, (_, index) => deaths.length + index);
      deaths.push(...(await Promise.all(steps.map(outcomeOf))));
    }
    expect(deaths).toEqual(
      expect.arrayContaining([
        'before record started',
        'after workspace',
        'before publish',
        'after publish',
        'after record published',
        'after record delivering',
        'after add deliveries',
        'after record planned to people',
        'after record sending to people',
        'after deliver to people',
        'after record sent to people',
        'before record delivered',
        'after record delivered',
      ]),
    );
  },
  60_000,
);
