/** What the rules report about a file, with the severities somebody asked for. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import { RULES } from '../rules/index.ts';
import type { Finding, Problem, Severity } from '../rules/rule.ts';

/** Sorted by position. A rule that `rules` does not name keeps its own severity. */
export function findings(analysis: FileAnalysis, rules: Readonly<Record<string, Severity>>): readonly Finding[] {
  const found = RULES.flatMap((rule) => {
    const { id, severity: own } = rule.meta;
    const severity = Object.hasOwn(rules, id) ? (rules[id] ?? own) : own;
    return severity === 'off' ? [] : rule.find(analysis).map((problem) => toFinding(analysis, id, severity, problem));
  });
  return found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function toFinding(
  analysis: FileAnalysis,
  rule: string,
  severity: Finding['severity'],
  { span, call, message, fixes }: Problem,
): Finding {
  const library = analysis.facts.calls[call]?.owner.library ?? '';
  return { span, call, message, fixes, rule, severity, library };
}
