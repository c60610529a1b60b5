import type { Archive, Workspace } from '../../src/lib/archive/archive.ts';
import type { Target } from '../../src/lib/delivery/target.ts';

/**
 * Stands for a process that dies at the n-th step: every asynchronous call of what it wraps is two steps, before it takes
 * effect and after. At that step the call never comes back, and `died` resolves; nothing is done after it.
 */
export interface Crasher {
  readonly died: Promise<string>;
  /** How many steps were taken. */
  steps(): number;
  archive(archive: Archive): Archive;
  target(target: Target): Target;
  call<Args extends unknown[], Result>(
    name: string,
    call: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result>;
}

export function crashAt(step: number): Crasher {
  let taken = 0;
  let die: (where: string) => void = () => undefined;
  const died = new Promise<string>((resolve) => (die = resolve));
  const pass = async (where: string): Promise<void> => {
    if (taken === step) {
      die(where);
      await new Promise(() => undefined);
    }
    taken++;
  };
  const call: Crasher['call'] =
    (name, inner) =>
    async (...args) => {
      await pass(`before ${name}`);
      const result = await inner(...args);
      await pass(`after ${name}`);
      return result;
    };
  const workspaceOf = <Document>(inner: Workspace<Document>): Workspace<Document> => ({
    path: (name) => inner.path(name),
    publish: call('publish', (manifest) => inner.publish(manifest)),
    discard: call('discard', () => inner.discard()),
  });
  return {
    died,
    steps: () => taken,
    call,
    archive: (inner) => ({
      ...inner,
      record: async (run, event) =>
        await call(`record ${event.event}`, (id: typeof run) => inner.record(id, event))(run),
      manifest: call('manifest', (run, revision) => inner.manifest(run, revision)),
      workspace: call('workspace', async (run, revision, token) =>
        workspaceOf(await inner.workspace(run, revision, token)),
      ),
      sealed: {
        ...inner.sealed,
        find: call('find sealed', (run, of) => inner.sealed.find(run, of)),
        workspace: call('workspace to seal in', async (run, of) => workspaceOf(await inner.sealed.workspace(run, of))),
      },
      recordDelivery: async (run, revision, target, event) =>
        await call(`record ${event.event} to ${target}`, () => inner.recordDelivery(run, revision, target, event))(),
    }),
    target: (inner) => ({
      ...inner,
      check: (signal) => inner.check(signal),
      deliver: call(`deliver to ${inner.name}`, (parcel, signal) => inner.deliver(parcel, signal)),
    }),
  };
}
