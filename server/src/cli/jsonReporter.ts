/** `check --format json`: one object on stdout, written when everything is known to be well. */
import type { Finding } from '../rules/rule.ts';
import { editsOf, regionOf, type PositionedEdit } from './positions.ts';
import type { FileReport, Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

interface JsonFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly library: string;
  readonly fixes: readonly JsonFix[];
}

interface JsonFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly PositionedEdit[];
}

export function jsonReporter(terminal: Terminal): Reporter {
  const findings: JsonFinding[] = [];
  const changes: { readonly file: string; readonly text: string }[] = [];
  return {
    file: (report) => findings.push(...report.findings.map((finding) => jsonFinding(report, finding))),
    problem: () => undefined,
    change: ({ file, after }) => changes.push({ file, text: after }),
    end: ({ summary, fixed, known, durationMs }) =>
      terminal.out(
        JSON.stringify({
          findings,
          summary: {
            ...summary,
            ...(known !== undefined && { known }),
            durationMs,
          },
          ...(fixed && { fixed }),
          ...(changes.length > 0 && { changes }),
        }),
      ),
  };
}

function jsonFinding({ file, lines }: FileReport, finding: Finding): JsonFinding {
  const { startLine, startColumn, endLine, endColumn } = regionOf(lines, finding.span);
  return {
    file,
    line: startLine,
    column: startColumn,
    endLine,
    endColumn,
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    library: finding.library,
    fixes: finding.fixes.map((fix) => ({ title: fix.title, safe: fix.safe, edits: editsOf(lines, fix) })),
  };
}
