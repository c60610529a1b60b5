import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CONTESTANTS } from './contestants/contestants.ts';

/** Runs one contestant in this process and prints what it took: child.ts ID URL SQL PATH. */
const [id, url = '', sql = '', path = ''] = process.argv.slice(2);
const runner = CONTESTANTS.find((entry) => entry.id === id)?.runner;
if (runner?.in !== 'node') throw new Error(`no contestant ${id} of Node`);

const contestant = await runner.load();
const RESOLUTION_MS = 1;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
const started = performance.now();
const rows = await contestant({ url, sql, path });
const seconds = (performance.now() - started) / 1000;
delays.disable();
const loopP99Ms = Math.max(delays.percentile(99) / 1e6 - RESOLUTION_MS, 0);
console.log(JSON.stringify({ rows, seconds, peakKib: process.resourceUsage().maxRSS, loopP99Ms }));
