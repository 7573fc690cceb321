/** `check` for people: each finding with its line of code, and a summary. */
import { createTwoFilesPatch } from 'diff';
import type { Finding } from '../rules/rule.ts';
import { codeFrame } from './codeFrame.ts';
import type { Change, Fixed, Reporter, Summary } from './report.ts';
import type { Colors, Terminal } from './terminal.ts';

export function prettyReporter(terminal: Terminal): Reporter {
  const { colors } = terminal;
  const left = { error: 0, warning: 0, hint: 0, fixable: 0 };
  let changes = 0;
  return {
    file({ file, lines, findings }) {
      for (const finding of findings) {
        const { line, column } = lines.position(finding.span.start);
        left[finding.severity] += 1;
        if (finding.fixes.some((fix) => fix.safe)) left.fixable += 1;
        const severity = paintSeverity(finding.severity, colors);
        terminal.out(`${colors.bold(`${file}:${line}:${column}`)}  ${severity}  ${colors.dim(finding.rule)}`);
        terminal.out(`  ${finding.message}`);
        terminal.out(`${codeFrame(lines, finding.span, colors)}\n`);
      }
    },
    // What went wrong is told on stderr, whatever the format.
    problem: () => undefined,
    change(change) {
      changes += 1;
      terminal.out(paintDiff(change, colors));
    },
    end({ summary, fixed, known }) {
      if (fixed) terminal.out(fixedLine(fixed, changes > 0));
      terminal.out(summaryLine(summary, left));
      if (known !== undefined)
        terminal.out(`${count(known, 'finding')} of the baseline ${known === 1 ? 'is' : 'are'} left out.`);
      if (left.fixable > 0) terminal.out(`${count(left.fixable, 'finding')} can be fixed with --fix.`);
    },
  };
}

function fixedLine({ findings, files }: Fixed, only: boolean): string {
  return `${only ? 'Would fix' : 'Fixed'} ${count(findings, 'finding')} in ${count(files, 'file')}.`;
}

/** As `git diff` shows it. */
function paintDiff({ file, before, after }: Change, colors: Colors): string {
  const lines = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after).split('\n').slice(1);
  return lines
    .map((line) => {
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    })
    .join('\n');
}

function summaryLine({ files, calls, chains, findings }: Summary, left: Record<Finding['severity'], number>): string {
  const checked = `${count(files, 'file')} (${count(calls, 'call')} in ${count(chains, 'chain')})`;
  if (findings === 0) return `No findings in ${checked}.`;
  const severities = (['error', 'warning', 'hint'] as const).filter((severity) => left[severity] > 0);
  const parts = severities.map((severity) => count(left[severity], severity));
  return `${count(findings, 'finding')} in ${checked}: ${parts.join(', ')}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function paintSeverity(severity: Finding['severity'], colors: Colors): string {
  switch (severity) {
    case 'error':
      return colors.red(severity);
    case 'warning':
      return colors.yellow(severity);
    case 'hint':
      return colors.cyan(severity);
  }
}
