/** What identifies a finding when lines have moved: its file, its rule, its code, and which of several like it it is. */
import { createHash } from 'node:crypto';
import type { Finding } from '../rules/rule.ts';
import type { Lines } from './lines.ts';
import type { FileReport } from './report.ts';

/** The line that a finding begins on; how it is indented and spaced tells nothing. */
export function codeOf(lines: Lines, finding: Finding): string {
  return lines.line(lines.position(finding.span.start).line).trim().replaceAll(/\s+/g, ' ');
}

export interface Fingerprinted {
  readonly finding: Finding;
  /** 32 hexadecimal digits, another for every finding of a run. */
  readonly fingerprint: string;
}

/** The findings of a file with their fingerprints. */
export function fingerprinted({ file, lines, findings }: FileReport): readonly Fingerprinted[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const identity = [file, finding.rule, codeOf(lines, finding)].join('\0');
    const before = seen.get(identity) ?? 0;
    seen.set(identity, before + 1);
    const fingerprint = createHash('sha256').update(`${identity}\0${before}`).digest('hex').slice(0, 32);
    return { finding, fingerprint };
  });
}
