/** `check` for people: each finding with its line of code, and a summary. */
import type { Finding } from '../rules/rule.ts';
import { codeFrame } from './codeFrame.ts';
import type { Reporter, Summary } from './report.ts';
import type { Colors, Terminal } from './terminal.ts';

export function prettyReporter(terminal: Terminal): Reporter {
  const { colors } = terminal;
  const left = { error: 0, warning: 0, hint: 0, fixable: 0 };
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
    end(summary, fixed) {
      if (fixed) terminal.out(`Fixed ${count(fixed.findings, 'finding')} in ${count(fixed.files, 'file')}.`);
      terminal.out(summaryLine(summary, left));
      if (left.fixable > 0) terminal.out(`${count(left.fixable, 'finding')} can be fixed with --fix.`);
    },
  };
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
