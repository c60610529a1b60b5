import { relative } from 'node:path';
import { ArchiveDamaged } from '../errors/archive-errors.ts';

/** How an archive may differ from what it says of itself. */
export const driftKinds = ['missing', 'changed', 'foreign', 'damaged'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One difference between the archive and what it says of itself. */
export interface Drift {
  readonly kind: DriftKind;
  /** Below the archive's folder. */
  readonly path: string;
  readonly detail: string;
}

export type TellDrift = (drift: Drift) => void;

/** Reads a document of the archive; one that is damaged is told, and `undefined` stands for it. */
export async function readOrTell<Document>(
  root: string,
  read: Promise<Document>,
  tell: TellDrift,
): Promise<Document | undefined> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof ArchiveDamaged)) throw error;
    const { where, got } = error.details;
    tell({ kind: 'damaged', path: relative(root, where), detail: got });
    return undefined;
  }
}
