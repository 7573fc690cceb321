/** Comments that say that a promise is left alone on purpose, and comments that say other things. */
import { expect, test } from 'vitest';
import { isLeftAloneByComment } from '../../server/src/analysis/leftAlone.ts';

/** The statement is `touch(id);` in a text that has it once. */
function isLeft(text: string): boolean {
  const start = text.indexOf('touch(id)');
  return isLeftAloneByComment(text, { kind: 'dropped', statement: { start, end: start + 'touch(id);'.length } });
}

test.each([
  ['{\n  // Fire and forget.\n  touch(id);\n}'],
  ["{\n  // Don't await: the answer is not needed.\n  touch(id);\n}"],
  ['{\n  touch(id); // intentionally not awaited\n}'],
  ['{\n  /* runs in the background */\n  touch(id);\n}'],
  ['{\n  /**\n   * The caller does not wait\n   * for this.\n   */\n  touch(id);\n}'],
  ['{\n  // we do it without blocking the request,\n  // so that the page is fast\n  touch(id);\n}'],
])('%j', (text) => {
  expect(isLeft(text)).toBe(true);
});

test.each([
  ['{\n  // Update the background colour.\n  touch(id);\n}'],
  ['{\n  // Wait for nothing here.\n\n  touch(id);\n}'],
  ["{\n  log('fire and forget');\n  touch(id);\n}"],
  ['{\n  // fire and forget\n  other();\n  touch(id);\n}'],
  ['{\n  touch(id);\n  // not awaited\n}'],
])('%j says nothing of it', (text) => {
  expect(isLeft(text)).toBe(false);
});
