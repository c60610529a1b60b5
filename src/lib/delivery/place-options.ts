import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TargetConflict } from '../errors/delivery-errors.ts';
import { numberedName } from '../formats/split-name.ts';
import type { FileParcel, Receipt, Target } from './target.ts';
import type { PlaceOptions } from './target-spec.ts';

/** Files of one name that are kept side by side, at most. */
const MOST_NUMBERS = 99;

/** What stands in the small file beside a file that was laid. */
const companions: Readonly<Record<NonNullable<PlaceOptions['companion']>, (parcel: FileParcel) => string>> = {
  sha256: ({ artifact }) => `${artifact.sha256}  ${artifact.fileName}\n`,
  ok: () => '',
};

/** The target, doing with names that are taken, and beside the files it lays, what its operation wants. */
export function withPlaceOptions(target: Target, { ifExists = 'refuse', companion }: PlaceOptions): Target {
  if (ifExists === 'refuse' && companion === undefined) return target;
  const lay = ifExists === 'number' ? layNumbered : layOnce;
  return {
    ...target,
    async deliver(parcel, signal) {
      const { artifact } = parcel;
      if (artifact === null) return await target.deliver(parcel, signal);
      const mayReplace = ifExists === 'replace' || (ifExists === 'refuse' && parcel.mayReplace);
      const laid = await lay(target, { ...parcel, artifact, mayReplace }, signal);
      if (companion === undefined) return laid.receipt;
      const beside = `${laid.parcel.artifact.fileName}.${companion}`;
      await layCompanion(target, laid.parcel, beside, companions[companion](laid.parcel), signal);
      return { ...laid.receipt, detail: { ...laid.receipt.detail, companion: beside } };
    },
  };
}

interface Laid {
  readonly parcel: FileParcel;
  readonly receipt: Receipt;
}

async function layOnce(target: Target, parcel: FileParcel, signal: AbortSignal): Promise<Laid> {
  return { parcel, receipt: await target.deliver(parcel, signal) };
}

/** Lays the file under its own name or the first numbered one that is free, or has the same bytes already. */
async function layNumbered(target: Target, parcel: FileParcel, signal: AbortSignal): Promise<Laid> {
  for (let number = 1; ; number++) {
    const fileName = number === 1 ? parcel.artifact.fileName : numberedName(parcel.artifact.fileName, number);
    try {
      return await layOnce(target, { ...parcel, artifact: { ...parcel.artifact, fileName } }, signal);
    } catch (error) {
      if (!(error instanceof TargetConflict) || number === MOST_NUMBERS) throw error;
    }
  }
}

/** Lays a small file beside the one that was laid, as whole and as often as that. */
async function layCompanion(
  target: Target,
  parcel: FileParcel,
  fileName: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bordereau-companion-'));
  try {
    const path = join(folder, 'content');
    await writeFile(path, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const artifact = { path, fileName, bytes: Buffer.byteLength(text), sha256, contentType: 'text/plain' };
    await target.deliver({ ...parcel, artifact }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
