/** One analysis answers all who ask for it, and ends when nobody does any more. */
import { expect, test } from 'vitest';
import { createAnalyses } from '../../server/src/lsp/analyses.ts';

/** Analyses that never end by themselves, with the signals they were started with. */
function pending(): { readonly analyses: ReturnType<typeof createAnalyses>; readonly started: AbortSignal[] } {
  const started: AbortSignal[] = [];
  const analyses = createAnalyses((_, signal) => {
    started.push(signal);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  });
  return { analyses, started };
}

const forever = new AbortController().signal;

test('two who ask for the same file share one analysis', async () => {
  let count = 0;
  const analyses = createAnalyses(() => Promise.resolve(void (count += 1)));
  await Promise.all([analyses.get('/a.ts', forever), analyses.get('/a.ts', forever)]);
  await analyses.get('/a.ts', forever);
  expect(count).toBe(1);
});

test('after a change a file is analysed anew', async () => {
  let count = 0;
  const analyses = createAnalyses(() => Promise.resolve(void (count += 1)));
  await analyses.get('/a.ts', forever);
  analyses.forget('/b.ts');
  await analyses.get('/a.ts', forever);
  expect(count).toBe(2);
});

test('a failure is not kept', async () => {
  let count = 0;
  const analyses = createAnalyses(() =>
    count++ === 0 ? Promise.reject(new Error('once')) : Promise.resolve(undefined),
  );
  await expect(analyses.get('/a.ts', forever)).rejects.toThrow('once');
  await expect(analyses.get('/a.ts', forever)).resolves.toBeUndefined();
});

test('who gives up is let go, while the analysis goes on for the others', async () => {
  const { analyses, started } = pending();
  const impatient = new AbortController();
  void analyses.get('/a.ts', forever).catch(() => undefined);
  const given = analyses.get('/a.ts', impatient.signal);
  impatient.abort();
  await expect(given).rejects.toThrow('aborted');
  expect(started.map((signal) => signal.aborted)).toEqual([false]);
});

test('when the last one gives up, the analysis ends, and the next one starts another', async () => {
  const { analyses, started } = pending();
  const impatient = new AbortController();
  const given = analyses.get('/a.ts', impatient.signal);
  impatient.abort();
  await expect(given).rejects.toThrow('aborted');
  void analyses.get('/a.ts', forever).catch(() => undefined);
  expect(started.map((signal) => signal.aborted)).toEqual([true, false]);
});

test('a change of a file ends its own analysis, and lets those of other files end by themselves', async () => {
  const { analyses, started } = pending();
  const own = analyses.get('/a.ts', forever);
  void analyses.get('/b.ts', forever).catch(() => undefined);
  analyses.forget('/a.ts');
  await expect(own).rejects.toThrow('aborted');
  expect(started.map((signal) => signal.aborted)).toEqual([true, false]);
});
