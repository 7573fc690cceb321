/**
 * Draws media/icon.png from media/icon.svg, since the editor's gallery takes no SVG: `node scripts/draw-icon.mjs`.
 * It needs Chromium: at $CHROMIUM, or where Debian has it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SIZE = 256;
const media = (name) => fileURLToPath(new URL(`../media/${name}`, import.meta.url));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block }</style>${readFileSync(media('icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: media('icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
