/**
 * Runs everything that computes tensors, notes the kernels it asks for, and writes what came of it: `npm run backends`.
 *
 *   src/backends/kernel-needs.generated.ts   what checkBackend compares with the backend of the app
 *   docs/backends.md                         the table of what works where
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { backendKernels, backendTable } from '../test/backends/backend-table';
import { kernelNeeds, kernelNeedsFile } from '../test/backends/kernel-needs';
import { kernelUses } from '../test/backends/kernel-use';
import { between } from '../test/between-markers';

const uses = await kernelUses();
writeFileSync('src/backends/kernel-needs.generated.ts', kernelNeedsFile(kernelNeeds(uses)));
const table = backendTable(uses, await backendKernels());
const docs = between(readFileSync('docs/backends.md', 'utf8'), 'backends', table).replaced;
const style = (await resolveConfig('docs/backends.md')) ?? {};
writeFileSync('docs/backends.md', await format(docs, { ...style, parser: 'markdown' }));
console.log(table);
process.exit(); // The glue of the WASM backend keeps the process.
