/** `check --format github`: workflow commands that GitHub Actions shows as annotations at the lines. */
import type { Finding } from '../rules/rule.ts';
import { regionOf } from './positions.ts';
import type { Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

const COMMANDS: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', hint: 'notice' };

export function githubReporter(terminal: Terminal): Reporter {
  const annotate = (command: string, properties: Readonly<Record<string, string | number>>, message: string): void => {
    const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
    terminal.out(`::${command} ${written.join(',')}::${escapeData(message)}`);
  };
  return {
    file({ file, lines, findings }) {
      for (const { span, severity, rule, message } of findings) {
        const { startLine, startColumn, endLine, endColumn } = regionOf(lines, span);
        // GitHub takes columns only for what is on one line.
        const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
        const place = { file, line: startLine, endLine, ...columns };
        annotate(COMMANDS[severity], { ...place, title: `Query Lens: ${rule}` }, message);
      }
    },
    problem: (file, message) => annotate('error', { file, title: 'Query Lens' }, message),
    change: () => undefined,
    end: () => undefined,
  };
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
