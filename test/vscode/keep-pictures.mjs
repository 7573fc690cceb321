/** Copies the two pictures of the last run that the documentation shows to docs/images. */
import { copyFileSync } from 'node:fs';

const PICTURES = { 'the-sidebar-follows-the-cursor': 'hints', 'quick-fix': 'quick-fix' };

for (const [taken, kept] of Object.entries(PICTURES)) {
  const to = new URL(`../../docs/images/${kept}.png`, import.meta.url);
  copyFileSync(new URL(`screenshots/${taken}.png`, import.meta.url), to);
  console.log(`docs/images/${kept}.png`);
}
