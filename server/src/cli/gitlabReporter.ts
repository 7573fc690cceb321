/** `check --format gitlab`: a Code Quality report of GitLab, which shows it in merge requests. */
import type { Finding } from '../rules/rule.ts';
import { fingerprinted } from './fingerprint.ts';
import { regionOf } from './positions.ts';
import type { FileReport, Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

const SEVERITIES: Readonly<Record<Finding['severity'], string>> = { error: 'major', warning: 'minor', hint: 'info' };

interface Issue {
  readonly type: 'issue';
  readonly check_name: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

export function gitlabReporter(terminal: Terminal): Reporter {
  const issues: Issue[] = [];
  return {
    file: (report) => issues.push(...issuesOf(report)),
    problem: () => undefined,
    change: () => undefined,
    end: () => terminal.out(JSON.stringify(issues)),
  };
}

function issuesOf(report: FileReport): readonly Issue[] {
  return fingerprinted(report).map(({ finding, fingerprint }) => {
    const { startLine, endLine } = regionOf(report.lines, finding.span);
    return {
      type: 'issue',
      check_name: finding.rule,
      description: finding.message,
      categories: ['Bug Risk'],
      severity: SEVERITIES[finding.severity],
      fingerprint,
      location: { path: report.file, lines: { begin: startLine, end: endLine } },
    };
  });
}
