/** The page before its script runs, and what it remembers. */
import { describe, expect, test } from 'vitest';
import { pageHtml } from '../../client/src/methodReference/html.ts';
import { FRESH_STATE, readState } from '../../client/src/methodReference/state.ts';

describe('the page', () => {
  const html = pageHtml({
    script: 'https://editor.example/dist/methodReference.js',
    style: 'https://editor.example/dist/methodReference.css',
    source: 'https://editor.example',
    nonce: 'n0nce',
  });

  test('runs one script, by nonce, and takes styles from the extension alone', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toBe(
      "default-src 'none'; style-src https://editor.example; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'",
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="n0nce" src="https://editor.example/dist/methodReference.js"></script>');
  });

  test('has no style, handler or address of its own', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/);
    const addresses = html
      .match(/https?:[^\s"';]*/g)
      ?.filter((address) => !address.startsWith('https://editor.example'));
    expect(addresses).toEqual([]);
  });
});

describe('the remembered state', () => {
  test('comes back as it was', () => {
    const state = {
      choice: { search: 'where', library: 'kysely', labels: ['lazy', 'local'], order: 'uses' },
      opened: { kysely: true, drizzle: false },
      scrollTop: 120,
      pinned: true,
    };
    expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test.each([undefined, null, 1, 'text', [], {}, { choice: null, opened: 3, scrollTop: '1' }])(
    'is fresh after %j',
    (remembered) => {
      expect(readState(remembered)).toEqual(FRESH_STATE);
    },
  );

  test('loses only the parts that make no sense', () => {
    const remembered = {
      choice: { search: 1, library: 'kysely', labels: ['lazy', 'eager'], order: 'mood' },
      opened: { a: true, b: 'yes' },
    };
    expect(readState(remembered)).toEqual({
      choice: { search: '', library: 'kysely', labels: ['lazy'], order: 'type' },
      opened: { a: true },
      scrollTop: 0,
      pinned: false,
    });
  });
});
