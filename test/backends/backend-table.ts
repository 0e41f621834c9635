import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import type { KernelUse } from './kernel-use';
import tfjsNode from './tfjs-node-kernels.json' with { type: 'json' };

/** The kernels that each backend has, found without a graphics card: what registers them imports in plain Node. */
export async function backendKernels(): Promise<Record<string, ReadonlySet<string>>> {
  const registered = (name: string): ReadonlySet<string> =>
    new Set(tf.getKernelsForBackend(name).map(({ kernelName }) => kernelName));
  uninstallWasmKernels();
  const stock = registered('wasm');
  await tf.setBackend('wasm');
  await installWasmKernels();
  const ours = registered('wasm');
  uninstallWasmKernels();
  return {
    'wasm, stock': stock,
    'wasm with hilum/wasm': ours,
    webgl: registered('webgl'),
    webgpu: registered('webgpu'),
    'tfjs-node': new Set(tfjsNode.kernels),
    cpu: registered('cpu'),
  };
}

/** What works where, as Markdown: functions for which the backends answer alike share a line. */
export function backendTable(
  uses: readonly KernelUse[],
  backends: Readonly<Record<string, ReadonlySet<string>>>,
): string {
  const lines = new Map<string, string[]>();
  const answer = (title: string, kernels: ReadonlySet<string>): void => {
    const answers = Object.values(backends).map((has) => {
      const missing = [...kernels].filter((kernel) => !has.has(kernel)).sort();
      return missing.length === 0 ? 'yes' : `lacks ${missing.map((kernel) => `\`${kernel}\``).join(', ')}`;
    });
    const key = answers.join(' | ');
    lines.set(key, [...(lines.get(key) ?? []), title]);
  };
  const rooms = {
    models: ['model', 'predict with', 'train'],
    layers: ['block', 'predict through', 'train through'],
    losses: ['loss', 'the value and gradient of'],
    metrics: ['metric', 'compute'],
  } as const;
  const tables = Object.entries(rooms).flatMap(([room, [one, ...titles]]) =>
    titles.map((title, i) => {
      lines.clear();
      for (const { name, room: home, forward, backward } of uses)
        if (home === room) answer(`\`${name}\``, i === 0 ? forward : new Set([...forward, ...backward]));
      return [...lines].map(([answers, names]) => {
        const who = lines.size === 1 ? `every ${one}` : names.sort().join(', ');
        return `| ${title} ${who} | ${answers} |`;
      });
    }),
  );
  const head = ['to', ...Object.keys(backends)];
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...tables.flat()].join('\n');
}
