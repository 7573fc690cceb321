/** Which Django a file works with: what is installed beside the code, what is locked, what is asked for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalogSet } from '../../server/src/catalogs/catalogSet.ts';
import { builtInCatalogs } from '../../server/src/catalogs/index.ts';
import { createPythonPackages, RELEASE_LINES } from '../../server/src/languages/python/installedVersions.ts';
import { newestAllowed, pinIn } from '../../server/src/languages/python/pins.ts';
import { inRange } from '../../server/src/languages/typescript/installedVersions.ts';

const catalogs = createCatalogSet(builtInCatalogs, inRange);
let root = '';
const write = (file: string, text: string): void => {
  const name = path.join(root, file);
  mkdirSync(path.dirname(name), { recursive: true });
  writeFileSync(name, text);
};
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'python-versions-'));
  write('installed/.venv/lib/python3.12/site-packages/Django-5.2.19.dist-info/METADATA', '');
  write('installed/.venv/lib/python3.12/site-packages/django_filter-24.1.dist-info/METADATA', '');
  write('installed/requirements.txt', 'Django==4.2.1\n');
  write('installed/shop/models.py', '');
  write('windows/venv/Lib/site-packages/django-6.0rc1.dist-info/METADATA', '');
  write('locked/pyproject.toml', '[project]\ndependencies = ["django>=4.2"]\n');
  write('locked/uv.lock', 'version = 1\n\n[[package]]\nname = "django"\nversion = "5.0.7"\n');
  write('split/requirements/base.txt', '-r common.txt\ndjango-filter==1.0\nDjango>=4.2,<5.0  # LTS\n');
  write('newest/requirements.txt', 'django\n');
  write('old/requirements.txt', 'Django==3.2.25\n');
});
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['installed/shop', { version: '5.2.19', installed: '5.2.19', asked: '==4.2.1', askedIn: 'requirements.txt' }],
  ['windows', { version: '6.0rc1', installed: '6.0rc1' }],
  ['locked', { version: '5.0.7', asked: '5.0.7', askedIn: 'uv.lock' }],
  ['split', { version: '4.2', asked: '>=4.2,<5.0', askedIn: 'requirements/base.txt' }],
  ['newest', undefined],
  ['nowhere', undefined],
])('%s', (folder, expected) => {
  expect(createPythonPackages().find(path.join(root, folder), 'Django')).toEqual(expected);
});

test.each([
  ['requirements.txt', 'Django==4.2.16 \\\n    --hash=sha256:00\n', '==4.2.16'],
  ['requirements.txt', 'Django[argon2] ~= 5.1.2 ; python_version > "3.9"\n', '~=5.1.2'],
  ['requirements.txt', '# Django==1.0\ndjango-cors-headers==4.0\nmy-django==2.0\n', undefined],
  [
    'pyproject.toml',
    'classifiers = ["Framework :: Django :: 5.2"]\ndependencies = ["Django (>=5.1,<6.0)"]\n',
    '>=5.1,<6.0',
  ],
  ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.12"\ndjango = "^5.1"\n', '^5.1'],
  ['pyproject.toml', 'Django = { extras = ["bcrypt"], version = "~4.2" }\n', '~4.2'],
  ['setup.cfg', 'install_requires =\n    Django>=3.2\n    Pillow\n', '>=3.2'],
  ['setup.py', "setup(install_requires=['Django>=4.2,<5.3'])\n", '>=4.2,<5.3'],
  ['Pipfile', '[packages]\ndjango = "*"\n', undefined],
  ['Pipfile.lock', '{"default": {"django": {"hashes": ["a"], "version": "==5.1.4"}}}', '5.1.4'],
  ['poetry.lock', '[[package]]\nname = "django"\nversion = "4.2.9"\ndescription = ""\n', '4.2.9'],
])('%s: %s', (file, text, asked) => {
  expect(pinIn(text, file, 'Django')?.asked).toBe(asked);
});

test.each([
  ['>=4.2,<5.0', '4.2'],
  ['~=4.2.3', '4.2'],
  ['~=5.0', '5.2'],
  ['==4.2.*', '4.2'],
  ['^4.1', '4.2'],
  ['~5.1', '5.1'],
  ['<=5.1.99', '5.1'],
  ['>=4.2,!=5.0.1,<6', '5.2'],
  ['>=4.2', undefined],
  ['<1.0', undefined],
])('%s allows %s', (asked, newest) => {
  expect(newestAllowed(asked, RELEASE_LINES['django'] ?? [])).toBe(newest);
});

test('the release lines reach as far as the catalog does', () => {
  const django = catalogs.catalogs.find(({ library }) => library === 'django');
  const range = django?.packages[0]?.versions ?? '';
  expect(RELEASE_LINES['django']?.filter((line) => inRange(line, range))).toEqual([
    '4.1',
    '4.2',
    '5.0',
    '5.1',
    '5.2',
    '6.0',
    '6.1',
  ]);
  expect(inRange('6.2', range)).toBe(false);
});

test('what has been installed since is found after clear', () => {
  const packages = createPythonPackages();
  const folder = path.join(root, 'later');
  expect(packages.versions(folder, catalogs)).toEqual({});
  write('later/Pipfile', '[packages]\ndjango = "==5.0.1"\n');
  packages.clear();
  expect(packages.versions(folder, catalogs)).toEqual({ django: '5.0.1' });
});
