/** `check --format sarif`: SARIF 2.1.0, for code scanning. */
import type {
  ArtifactLocation,
  Fix as SarifFix,
  Log,
  Notification,
  PhysicalLocation,
  ReportingConfiguration,
  ReportingDescriptor,
  Result,
} from 'sarif';
import { RULES } from '../rules/index.ts';
import type { Finding, Fix, RuleMeta } from '../rules/rule.ts';
import { fingerprinted, type Fingerprinted } from './fingerprint.ts';
import { editsOf, regionOf } from './positions.ts';
import type { FileReport, Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** The pages in docs/rules by rule id; put in by the build, so that the bundle needs no file beside it. */
declare const RULE_PAGES: Readonly<Record<string, string>>;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/query-lens/query-lens';
const PAGES = `${HOME}/blob/main/docs/rules`;
/** Names the folder that the paths count from; where that is on their machine, who reads the report knows. */
const ROOT = 'SRCROOT';

const LEVELS: Readonly<Record<Finding['severity'], NonNullable<ReportingConfiguration['level']>>> = {
  error: 'error',
  warning: 'warning',
  hint: 'note',
};

export function sarifReporter(terminal: Terminal): Reporter {
  const results: Result[] = [];
  const notifications: Notification[] = [];
  return {
    file: (report) => results.push(...fingerprinted(report).map((found) => resultOf(report, found))),
    problem: (file, message) =>
      notifications.push({
        level: 'error',
        message: { text: message },
        locations: [{ physicalLocation: { artifactLocation: locationOf(file) } }],
      }),
    change: () => undefined,
    end: () => terminal.out(JSON.stringify(logOf(results, notifications))),
  };
}

function logOf(results: Result[], notifications: Notification[]): Log {
  const driver = { name: 'Query Lens', informationUri: HOME, version: version(), rules: RULES.map(descriptorOf) };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        invocations: [{ executionSuccessful: notifications.length === 0, toolExecutionNotifications: notifications }],
        results,
      },
    ],
  };
}

function descriptorOf({ meta }: { readonly meta: RuleMeta }): ReportingDescriptor {
  const { id, summary, severity } = meta;
  const page = `${PAGES}/${id}.md`;
  return {
    id,
    name: id.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    helpUri: page,
    help: { text: `${summary} ${page} has examples and says what to do.`, markdown: RULE_PAGES[id] ?? summary },
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: LEVELS[severity] },
    properties: { tags: ['correctness', 'database'], precision: 'very-high' },
  };
}

function resultOf(report: FileReport, { finding, fingerprint }: Fingerprinted): Result {
  const { file, lines } = report;
  const fixes = finding.fixes.map((fix) => fixOf(report, fix));
  const physicalLocation: PhysicalLocation = {
    artifactLocation: locationOf(file),
    region: regionOf(lines, finding.span),
  };
  return {
    ruleId: finding.rule,
    ruleIndex: RULES.findIndex(({ meta }) => meta.id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation }],
    // The second is the only one that GitHub looks at.
    partialFingerprints: { 'queryLens/v1': fingerprint, primaryLocationLineHash: fingerprint },
    ...(fixes.length > 0 && { fixes }),
  };
}

function fixOf({ file, lines }: FileReport, fix: Fix): SarifFix {
  const replacements = editsOf(lines, fix).map(({ start, end, newText }) => ({
    deletedRegion: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
    insertedContent: { text: newText },
  }));
  return {
    description: { text: fix.title },
    artifactChanges: [{ artifactLocation: locationOf(file), replacements }],
  };
}

function locationOf(file: string): ArtifactLocation {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}
