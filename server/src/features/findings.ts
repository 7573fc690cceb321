/** What the rules report about a file, with the severities somebody asked for. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import { RULES } from '../rules/index.ts';
import type { Finding, Problem, Severity } from '../rules/rule.ts';

/** Gravest first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

/**
 * Sorted by position. A rule that `rules` does not name keeps its own severity. A call has one finding, the
 * gravest: mending it may change what the others say, and they are found again in the result.
 */
export function findings(analysis: FileAnalysis, rules: Readonly<Record<string, Severity>>): readonly Finding[] {
  const byCall = new Map<number, Finding>();
  for (const rule of BY_PRECEDENCE) {
    const { meta } = rule;
    const severity = Object.hasOwn(rules, meta.id) ? (rules[meta.id] ?? meta.severity) : meta.severity;
    if (severity === 'off') continue;
    for (const problem of rule.find(analysis)) {
      const other = byCall.get(problem.call);
      const isGraver = other === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(other.severity);
      if (isGraver) byCall.set(problem.call, toFinding(analysis, meta.id, severity, problem));
    }
  }
  return [...byCall.values()].toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

const BY_PRECEDENCE = RULES.toSorted((a, b) => (b.meta.precedence ?? 0) - (a.meta.precedence ?? 0));

function toFinding(
  analysis: FileAnalysis,
  rule: string,
  severity: Finding['severity'],
  { span, call, message, fixes }: Problem,
): Finding {
  const library = analysis.facts.calls[call]?.owner.library ?? '';
  return { span, call, message, fixes, rule, severity, library };
}
