/** What depends on being watched: progress that passes, and a width to keep to. */
import { expect, test, vi } from 'vitest';
import { startProgress } from '../../server/src/cli/progress.ts';
import { createTerminal } from '../../server/src/cli/terminal.ts';
import type { OutputStream } from '../../server/src/cli/terminal.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean): OutputStream & { written: string } {
  return {
    isTTY,
    columns: 20,
    written: '',
    write(text) {
      this.written += text;
    },
  };
}

test('progress is shown after a second, on one line that is taken away again', () => {
  vi.useFakeTimers();
  try {
    const stderr = stream(true);
    const stdout = stream(true);
    const terminal = createTerminal({ cwd: '/', env: {}, stdout, stderr });
    const progress = startProgress(terminal, 9);
    vi.advanceTimersByTime(900);
    expect(stderr.written).toBe('');
    progress.step('src/a-file-with-a-long-name.ts');
    vi.advanceTimersByTime(200);
    expect(stderr.written.split('\r\u001B[2K').at(-1)).toBe('1/9 src/a-file-with');
    terminal.out('a finding');
    expect(stderr.written.endsWith('\r\u001B[2K')).toBe(true);
    expect(stdout.written).toBe('a finding\n');
    progress.stop();
    const { written } = stderr;
    vi.advanceTimersByTime(2000);
    expect(stderr.written).toBe(written);
  } finally {
    vi.useRealTimers();
  }
});

test('nobody watching is shown no progress', () => {
  vi.useFakeTimers();
  try {
    const stderr = stream(false);
    const progress = startProgress(createTerminal({ cwd: '/', env: {}, stdout: stream(true), stderr }), 9);
    vi.advanceTimersByTime(5000);
    progress.step('src/a.ts');
    progress.stop();
    expect(stderr.written).toBe('');
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['a terminal', { isTTY: true, env: {}, colours: true }],
  ['a terminal without colours', { isTTY: true, env: { TERM: 'dumb' }, colours: false }],
  ['a terminal of somebody who wants none', { isTTY: true, env: { NO_COLOR: '1' }, colours: false }],
  ['a pipe', { isTTY: false, env: {}, colours: false }],
  ['a pipe of somebody who wants some', { isTTY: false, env: { FORCE_COLOR: '1' }, colours: true }],
])('colours on %s', (_, { isTTY, env, colours }) => {
  const { colors } = createTerminal({ cwd: '/', env, stdout: stream(isTTY), stderr: stream(false) });
  expect(colors.red('x') !== 'x').toBe(colours);
});
