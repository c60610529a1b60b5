import { userInfo } from 'node:os';
import { trialsOf } from '../lib/archive/deliveries-of.ts';
import { openTarget } from '../lib/delivery/open-target.ts';
import type { Parcel } from '../lib/delivery/target.ts';
import { typedError } from '../lib/errors/typed-error.ts';
import { packParcel } from '../processors/pack-parcel.ts';
import { type Engine, runDeps } from '../processes/engine.ts';
import type { AskedDelivery } from './deliver.ts';
import type { Output } from './output.ts';

/**
 * Sends a mail to another address in this process, once, as a try. Its ledger is a file of its own beside the delivery's,
 * so that it never counts as the delivery; subject and Message-ID say what it is.
 */
export async function sendTrial(
  { run, revision, target, spec, definition }: AskedDelivery,
  engine: Engine,
  output: Output,
): Promise<number> {
  const { archive, clock, settings } = engine;
  const { signal } = new AbortController();
  const ledger = trialsOf(target);
  const at = (): string => clock.now().toString();
  const number =
    (await archive.deliveries(run, revision, ledger)).filter(({ event }) => event === 'sending').length + 1;
  const parcel = await packParcel(
    run,
    revision,
    definition,
    target,
    runDeps(engine, () => Promise.resolve()),
    signal,
  );
  const by = userInfo().username;
  await archive.recordDelivery(run, revision, ledger, { at: at(), event: 'sending', by, attempt: number });
  try {
    const place = openTarget(target, spec, settings, null);
    const [recipient = null] = place.recipients ?? [];
    const receipt = await place.deliver({ ...asTrial(parcel, number), recipient }, signal);
    const detail = { ...receipt.detail };
    await archive.recordDelivery(run, revision, ledger, { at: at(), event: 'sent', where: receipt.where, detail });
    output.line(`${run} r${revision} to ${target}: trial ${number} sent · ${receipt.where}`);
    return 0;
  } catch (error) {
    const { code, message } = typedError(target, error);
    await archive.recordDelivery(run, revision, ledger, { at: at(), event: 'failed', code, message, final: true });
    throw error;
  }
}

/** A trial has a name of its own, so that no mail program takes it for the delivery, nor the other way round. */
function asTrial(parcel: Parcel, number: number): Parcel {
  const mail = parcel.mail === null ? null : { ...parcel.mail, subject: `[test] ${parcel.mail.subject}` };
  return { ...parcel, runId: `${parcel.runId}/trial-${number}`, mail, supersedes: null };
}
