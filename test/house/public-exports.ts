import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';
import { listFiles, root } from './source-files';

/** One name that an entry of the package exports. */
export interface PublicExport {
  /** `hilum`, `hilum/node`, … */
  readonly entry: string;
  readonly name: string;
  /** Where it is declared: `src/core/random.ts:36`. */
  readonly place: string;
  readonly isType: boolean;
  /** The text of its doc comment, without tags. */
  readonly doc: string;
  /** The texts of its `@example` tags. */
  readonly examples: readonly { readonly text: string; readonly line: number }[];
}

/** Every export of every entry, read from the re-exports of the entry files. */
export function publicExports(): PublicExport[] {
  return listFiles('src', 'index.ts').flatMap((path) => {
    const folder = dirname(path).split('/').slice(1);
    return exportsOf(path, ['hilum', ...folder].join('/'));
  });
}

function exportsOf(path: string, entry: string): PublicExport[] {
  return parse(path)
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) => {
      if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
      if (exportClause === undefined || !ts.isNamedExports(exportClause))
        throw new Error(`${path}: re-export by name, so that the public face can be read from the file`);
      const target = `${join(dirname(path), moduleSpecifier.text).split(sep).join('/')}.ts`;
      return exportClause.elements.map((element) => ({
        ...describe(target, (element.propertyName ?? element.name).text),
        name: element.name.text,
        entry,
      }));
    });
}

const parsed = new Map<string, ts.SourceFile>();

function parse(path: string): ts.SourceFile {
  const file =
    parsed.get(path) ??
    ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(path, file);
  return file;
}

type Description = Omit<PublicExport, 'entry' | 'name'>;

/** What the file at `path` says about its export `name`; overloads speak together. */
function describe(path: string, name: string): Description {
  const file = parse(path);
  const found = file.statements.filter((statement) => declaredNames(statement).includes(name));
  if (found.length === 0) throw new Error(`${path} is said to export ${name}, and does not declare it`);
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return {
    place: `${path}:${lineOf(found[0]!)}`,
    isType: found.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)),
    doc: found
      .flatMap((node) => ts.getJSDocCommentsAndTags(node))
      .filter(ts.isJSDoc)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
      .join('\n')
      .trim(),
    examples: found.flatMap((node) =>
      ts
        .getJSDocTags(node)
        .filter((tag) => tag.tagName.text === 'example')
        .map((tag) => ({ text: ts.getTextOfJSDocComment(tag.comment) ?? '', line: lineOf(tag) })),
    ),
  };
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}
