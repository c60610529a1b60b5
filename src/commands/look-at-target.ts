import type { Clock } from '../lib/clock.ts';
import type { Settings } from '../lib/config/settings.ts';
import { targetServer } from '../lib/config/target-server.ts';
import { openTarget } from '../lib/delivery/open-target.ts';
import { openSeal } from '../lib/delivery/encryption/seal.ts';
import { checkFailed, type CheckResult } from '../lib/delivery/target.ts';
import type { TargetSpec } from '../lib/delivery/target-spec.ts';

/** A target as its operation declares it. */
export interface DeclaredTarget {
  readonly operationId: string;
  readonly name: string;
  readonly spec: TargetSpec;
}

/** Tries a target, and the key or password it encrypts with, without leaving anything there; never throws. */
export async function lookAtTarget(
  { operationId, name, spec }: DeclaredTarget,
  { settings, clock }: { readonly settings: Settings; readonly clock: Clock },
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    const found = await openTarget(name, spec, settings, targetServer(settings, operationId, name)).check(signal);
    if (!found.ok || spec.encrypt === undefined) return found;
    const encrypted = await openSeal(spec.encrypt, settings).check(clock.now());
    return { ok: true, detail: `${found.detail}; encrypted: ${encrypted}` };
  } catch (error) {
    return checkFailed(error);
  }
}
