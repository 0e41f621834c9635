import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Application, Logger, LogLevel, TSConfigReader, TypeDocReader } from 'typedoc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guides } from './snippets';
import { root } from './source-files';

/** Keeps what typedoc has to say instead of printing it. */
class ListLogger extends Logger {
  readonly complaints: string[] = [];
  override log(message: string, level: LogLevel): void {
    super.log(message, level);
    if (level >= LogLevel.Warn) this.complaints.push(message);
  }
}

describe('the API docs', () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'hilum-docs-'));
  });
  afterAll(() => {
    rmSync(out, { recursive: true, force: true });
  });

  it('are built without a warning', async () => {
    const app = await Application.bootstrap({ options: root }, [new TypeDocReader(), new TSConfigReader()]);
    const logger = new ListLogger();
    app.logger = logger;
    const project = await app.convert();
    if (project !== undefined) {
      app.validate(project);
      await app.generateDocs(project, out);
    }
    expect(logger.complaints).toEqual([]);
    expect(existsSync(join(out, 'index.html'))).toBe(true);
  }, 180_000);
});

/** The anchors that GitHub gives to the headings of a Markdown text. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links and pictures of a Markdown text, outside of code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^[ \t]*```.*?^[ \t]*```/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
    ([, markdown, html]) => (markdown ?? html)!,
  );
}

describe('the guides', () => {
  it('link to files and headings that exist', () => {
    const broken = guides().flatMap((path) =>
      linksOf(readFileSync(join(root, path), 'utf8'))
        .filter((link) => !/^(https?|mailto):/.test(link))
        .filter((link) => {
          const [file, anchor] = link.split('#') as [string, string?];
          const target = file === '' ? path : join(dirname(path), decodeURIComponent(file));
          if (target === 'docs/api' || target.startsWith('docs/api/')) return false; // made by `npm run docs`
          if (!existsSync(join(root, target))) return true;
          if (anchor === undefined || !target.endsWith('.md')) return false;
          return !anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor);
        })
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('have one first heading each, so that a list of them reads well', () => {
    const headless = guides().filter((path) => {
      const text = readFileSync(join(root, path), 'utf8').replaceAll(/^```.*?^```/gms, '');
      return !/^# /.test(text) || [...text.matchAll(/^# /gm)].length !== 1;
    });
    expect(headless).toEqual([]);
  });
});
