/** `check --format junit`: a test report, for services that show no other. A finding that is no error does not fail. */
import type { Finding } from '../rules/rule.ts';
import type { FileReport, Reporter } from './report.ts';
import type { Terminal } from './terminal.ts';

interface Suite {
  readonly file: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
}

export function junitReporter(terminal: Terminal): Reporter {
  const suites: Suite[] = [];
  return {
    file: (report) => suites.push(suiteOf(report)),
    problem(file, message) {
      const error = testCase(file, 'check', `<error message="${escape(message)}"/>`);
      suites.push({ file, cases: [error], failures: 0, errors: 1 });
    },
    change: () => undefined,
    end({ summary }) {
      // A report without any test counts as a failure for some services.
      const sound: Suite = {
        file: 'query-lens',
        cases: [testCase('query-lens', `${summary.files} files checked`)],
        failures: 0,
        errors: 0,
      };
      terminal.out(documentOf([sound, ...suites]));
    },
  };
}

function suiteOf(report: FileReport): Suite {
  const { file, findings } = report;
  const failures = findings.filter(({ severity }) => severity === 'error').length;
  return { file, cases: findings.map((finding) => caseOf(report, finding)), failures, errors: 0 };
}

function caseOf({ file, lines }: FileReport, { span, rule, severity, message }: Finding): string {
  const { line, column } = lines.position(span.start);
  const place = `${file}:${line}:${column}`;
  const outcome =
    severity === 'error'
      ? `<failure type="${escape(rule)}" message="${escape(message)}">${escape(place)}</failure>`
      : `<system-out>${escape(`${severity} at ${place}: ${message}`)}</system-out>`;
  return testCase(file, `${rule} at ${line}:${column}`, outcome);
}

function testCase(className: string, name: string, content = ''): string {
  const start = `    <testcase classname="${escape(className)}" name="${escape(name)}"`;
  return content === '' ? `${start}/>` : `${start}>\n      ${content}\n    </testcase>`;
}

function documentOf(suites: readonly Suite[]): string {
  const total = (count: (suite: Suite) => number): number => suites.reduce((sum, suite) => sum + count(suite), 0);
  const counts = (tests: number, failures: number, errors: number): string =>
    `tests="${tests}" failures="${failures}" errors="${errors}"`;
  const all = counts(
    total(({ cases }) => cases.length),
    total(({ failures }) => failures),
    total(({ errors }) => errors),
  );
  const written = suites.map(
    ({ file, cases, failures, errors }) =>
      `  <testsuite name="${escape(file)}" ${counts(cases.length, failures, errors)}>\n${cases.join('\n')}\n  </testsuite>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="query-lens" ${all}>`,
    ...written,
    '</testsuites>',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML has no way to write most control characters, nor half of a surrogate pair. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\n]/g, (character) => ESCAPES[character] ?? character);
}
