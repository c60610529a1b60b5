const NUMBER = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,3}))?$/;

/** Adds numbers given as decimal text, exactly, whatever their length; other text counts as nothing. */
export class ExactSum {
  /** The sum is `units` / 10 ** `scale`. */
  #units = 0n;
  #scale = 0;

  add(number: string): void {
    this.#addTimes(1n, number);
  }

  /** Takes a number off the sum. */
  subtract(number: string): void {
    this.#addTimes(-1n, number);
  }

  get isZero(): boolean {
    return this.#units === 0n;
  }

  /** The sum as decimal text, with as many places as the longest fraction added. */
  text(): string {
    const sign = this.#units < 0n ? '-' : '';
    const digits = (this.#units < 0n ? -this.#units : this.#units).toString().padStart(this.#scale + 1, '0');
    const point = digits.length - this.#scale;
    return sign + digits.slice(0, point) + (this.#scale === 0 ? '' : `.${digits.slice(point)}`);
  }

  #addTimes(factor: 1n | -1n, number: string): void {
    const { sign = '', whole = '', fraction = '', exponent = '0' } = NUMBER.exec(number)?.groups ?? {};
    const digits = whole + fraction;
    if (digits === '') return;
    const scale = fraction.length - Number(exponent);
    this.#rescale(Math.max(scale, 0));
    const units = BigInt(digits) * 10n ** BigInt(this.#scale - scale);
    this.#units += sign === '-' ? -units * factor : units * factor;
  }

  #rescale(scale: number): void {
    if (scale <= this.#scale) return;
    this.#units *= 10n ** BigInt(scale - this.#scale);
    this.#scale = scale;
  }
}
