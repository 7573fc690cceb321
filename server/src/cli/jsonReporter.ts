/** `check --format json`: one object on stdout, written when everything is known to be well. */
import type { Finding, Fix } from '../rules/rule.ts';
import type { Lines, Position } from './lines.ts';
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
  readonly edits: readonly { readonly start: Position; readonly end: Position; readonly newText: string }[];
}

export function jsonReporter(terminal: Terminal): Reporter {
  const findings: JsonFinding[] = [];
  return {
    file: (report) => findings.push(...report.findings.map((finding) => jsonFinding(report, finding))),
    end: (summary) => terminal.out(JSON.stringify({ findings, summary })),
  };
}

function jsonFinding({ file, lines }: FileReport, finding: Finding): JsonFinding {
  const start = lines.position(finding.span.start);
  const end = lines.position(finding.span.end);
  return {
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    library: finding.library,
    fixes: finding.fixes.map((fix) => jsonFix(lines, fix)),
  };
}

function jsonFix(lines: Lines, { title, safe, edits }: Fix): JsonFix {
  const positioned = edits.map(({ start, end, newText }) => ({
    start: lines.position(start),
    end: lines.position(end),
    newText,
  }));
  return { title, safe, edits: positioned };
}
