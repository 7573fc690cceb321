/** The method reference's page before its script runs: complete, labelled, and closed to everything foreign. */
import { LABELS, ORDERS } from './arrange.ts';

export interface PageAddresses {
  readonly script: string;
  readonly style: string;
  /** Where the editor serves the extension's own files from, as a Content-Security-Policy source. */
  readonly source: string;
  /** Random, and new for every page. */
  readonly nonce: string;
}

/** The page's HTML. It takes no text of the user's or of the workspace's. */
export function pageHtml({ script, style, source, nonce }: PageAddresses): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const labels = LABELS.map(
    (label) =>
      `<button type="button" class="label ${label}" data-label="${label}" aria-pressed="false">${label}</button>`,
  );
  const orders = Object.entries(ORDERS).map(([order, title]) => `<option value="${order}">${title}</option>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Method Reference</title>
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <header><h1>Method reference</h1></header>
  <div id="choice" role="search" aria-label="Method reference">
    <input id="search" type="search" placeholder="Search methods ( / )" aria-label="Search methods" aria-keyshortcuts="/ Control+F" aria-controls="tables" autocomplete="off" spellcheck="false">
    <div id="labels" role="group" aria-label="Show only methods labelled">${labels.join('')}</div>
    <div id="scope">
      <select id="library" aria-label="Library"><option value="">All libraries</option></select>
      <select id="order" aria-label="Order">${orders.join('')}</select>
    </div>
    <div id="state">
      <p id="count" role="status"></p>
      <button type="button" id="pin" aria-pressed="false" title="Stay here when the cursor moves">Pin</button>
    </div>
  </div>
  <div id="notice" hidden></div>
  <p id="announcement" role="status"></p>
  <main id="tables" aria-busy="true" aria-label="Methods"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
