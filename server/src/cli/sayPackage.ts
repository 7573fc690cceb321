/** A package as `query-lens doctor` tells it. */
import type { FoundPackage } from '../project/packages.ts';

export function sayPackage({ name, asked, askedIn, installed, labelledAs, known: range }: FoundPackage): string {
  const outside = range === undefined ? '' : ` (the catalog knows ${range})`;
  if (installed !== undefined) return `${name} ${installed}${outside}`;
  const labels = labelledAs === undefined || labelledAs === asked ? '' : `, labelled as ${labelledAs}`;
  return `${name} ${asked ?? ''} (in ${askedIn ?? ''}, not installed${labels})${outside}`;
}
