import type { SheetLayout, WrittenFile } from '../file-writer.ts';
import { LossLog } from '../loss-log.ts';
import type { ZipWriter } from '../zip/zip-writer.ts';
import type { TableContext } from '../workbook/encoded-columns.ts';
import { SheetNames } from '../workbook/sheet-names.ts';
import { makeSkeleton, sheetPartName, type SheetPlan, type Skeleton } from './skeleton.ts';
import type { SheetLimits } from '../workbook/sheet-limits.ts';
import type { WorkbookProfile } from '../workbook/workbook-profile.ts';

/** Small parts that do not depend on the sheets; first, since programs that guess a file's type look there. */
const FIRST_PARTS = ['_rels/.rels', 'docProps/core.xml'];

/** The workbook under way: its archive, the sheets begun so far, and what all sheets share. */
export class Workbook {
  readonly zip: ZipWriter;
  readonly profile: WorkbookProfile;
  readonly limits: SheetLimits;
  readonly losses = new LossLog();
  readonly warnings: string[] = [];
  readonly names = new SheetNames(this.warnings);
  readonly #plans: SheetPlan[] = [];
  readonly #rows: number[] = [];

  constructor(zip: ZipWriter, profile: WorkbookProfile, limits: SheetLimits) {
    this.zip = zip;
    this.profile = profile;
    this.limits = limits;
  }

  /** What the columns of a table need of the workbook. */
  tableOf({ columns }: SheetLayout): TableContext {
    const { profile, limits, losses } = this;
    return { columns, profile, limits, losses };
  }

  /** Adds a sheet and returns its part's name and skeleton. */
  async addSheet(plan: SheetPlan): Promise<{ readonly part: string; readonly xml: string }> {
    this.#plans.push(plan);
    this.losses.sheet = plan.name;
    const skeleton = await makeSkeleton(this.#plans, this.profile);
    if (this.#plans.length === 1) await this.#addParts(skeleton, (part) => FIRST_PARTS.includes(part));
    const part = sheetPartName(this.#plans.length - 1);
    return { part, xml: skeleton.get(part) ?? '' };
  }

  /** Notes how many data rows the last sheet added has. */
  sheetDone(rows: number): void {
    this.#rows.push(rows);
  }

  /** Writes the parts that name the sheets, and the archive's directory. */
  async finish(): Promise<WrittenFile> {
    const skeleton = await makeSkeleton(this.#plans, this.profile);
    const sheetParts = this.#plans.map((_, i) => sheetPartName(i));
    await this.#addParts(skeleton, (part) => !FIRST_PARTS.includes(part) && !sheetParts.includes(part));
    await this.zip.finish();
    const sheets = this.#plans.map(({ name, columns }, i) => ({
      name,
      rows: this.#rows[i] ?? 0,
      columns: columns.length,
    }));
    return { sheets, counters: this.losses.counters, warnings: [...this.warnings, ...this.losses.warnings()] };
  }

  async #addParts(skeleton: Skeleton, wanted: (part: string) => boolean): Promise<void> {
    for (const [part, xml] of skeleton) {
      if (wanted(part)) await this.zip.add(part, Buffer.from(xml));
    }
  }
}
