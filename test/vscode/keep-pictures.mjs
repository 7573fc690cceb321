/**
 * Copies the pictures of the last run that the documentation and the walkthrough show, and makes the animated one of
 * them, so that none is older than what it shows.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';

/** By picture taken: where it is kept, below the root. */
const PICTURES = {
  'the-sidebar-follows-the-cursor': ['docs/images/hints.png', 'media/walkthrough/hints.png'],
  'quick-fix': ['docs/images/quick-fix.png', 'media/walkthrough/quick-fix.png'],
  'reference-tab': ['docs/images/reference.png', 'media/walkthrough/reference.png'],
};
/** The frames of docs/images/first-minute.gif, each with the milliseconds it stays. */
const FRAMES = {
  'hints-say-when-each-call-runs': 2000,
  'the-sidebar-follows-the-cursor': 2500,
  'quick-fix': 2500,
  'the-missing-await-is-mended-by-keyboard': 2500,
};
const COLOURS = 256;

const taken = (name) => new URL(`screenshots/${name}.png`, import.meta.url);
const kept = (name) => new URL(`../../${name}`, import.meta.url);

for (const [name, places] of Object.entries(PICTURES)) {
  for (const place of places) {
    copyFileSync(taken(name), kept(place));
    console.log(place);
  }
}

const { GIFEncoder, quantize, applyPalette } = gifenc;
const frames = Object.entries(FRAMES).map(([name, delay]) => {
  const { width, height, data } = PNG.sync.read(readFileSync(taken(name)));
  return { width, height, data, delay };
});
// One palette for all, so that what stands still does not change its colour.
const palette = quantize(Buffer.concat(frames.map(({ data }) => data)), COLOURS);
const gif = GIFEncoder();
for (const { width, height, data, delay } of frames) {
  gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
}
gif.finish();
writeFileSync(kept('docs/images/first-minute.gif'), gif.bytes());
console.log('docs/images/first-minute.gif');
