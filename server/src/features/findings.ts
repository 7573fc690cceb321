/** What the rules report about a file, with the severities somebody asked for, and without what comments ignore. */
import type { FileAnalysis } from '../analysis/judgement.ts';
import { RULES } from '../rules/index.ts';
import type { Finding, Others, Problem, Rule, Severity } from '../rules/rule.ts';
import { ignoresOf, isIgnored } from '../rules/support/ignores.ts';

type Severities = Readonly<Record<string, Severity>>;

/** Gravest first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

const FIRST = RULES.filter(({ meta }) => meta.afterOthers !== true).toSorted(
  (a, b) => (b.meta.precedence ?? 0) - (a.meta.precedence ?? 0),
);
const AFTERWARDS = RULES.filter(({ meta }) => meta.afterOthers === true);
const IDS = FIRST.map(({ meta }) => meta.id).toSorted();

/**
 * Sorted by position. A rule that `rules` does not name keeps its own severity. A call has one finding, the
 * gravest: mending it may change what the others say, and they are found again in the result. When that one is
 * ignored, the others are too.
 */
export function findings(analysis: FileAnalysis, rules: Severities): readonly Finding[] {
  const all = FIRST.flatMap((rule) => findingsOf(analysis, rule, rules));
  const ignores = ignoresOf(analysis.facts);
  const kept = gravest(all).filter(
    (finding) => !ignores.some((ignore) => isIgnored(analysis.facts, ignore, finding.rule, finding)),
  );
  const others: Others = {
    ids: IDS,
    off: new Set(FIRST.filter((rule) => severityOf(rule, rules) === 'off').map(({ meta }) => meta.id)),
    found: all.map((finding) => ({ rule: finding.rule, problem: finding })),
  };
  const found = [...kept, ...AFTERWARDS.flatMap((rule) => findingsOf(analysis, rule, rules, others))];
  return found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Of every call the gravest finding; of those as grave as each other the first. */
function gravest(all: readonly Finding[]): readonly Finding[] {
  const byCall = new Map<number, Finding>();
  for (const finding of all) {
    const other = byCall.get(finding.call);
    const isGraver = !other || SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(other.severity);
    if (isGraver) byCall.set(finding.call, finding);
  }
  return all.filter((finding) => finding.call < 0 || byCall.get(finding.call) === finding);
}

function findingsOf(analysis: FileAnalysis, rule: Rule, rules: Severities, others?: Others): readonly Finding[] {
  const severity = severityOf(rule, rules);
  if (severity === 'off') return [];
  return rule.find(analysis, others).map((problem) => toFinding(analysis, rule.meta.id, severity, problem));
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

function severityOf({ meta: { id, severity } }: Rule, rules: Severities): Severity {
  return Object.hasOwn(rules, id) ? (rules[id] ?? severity) : severity;
}
