import * as tf from '@tensorflow/tfjs-core';

/** Something wrong, slow or not exact, and its remedy. */
export interface Problem {
  readonly text: string;
  /** Nothing works with it. */
  readonly fatal?: boolean;
}

/** What there is to say of a backend in this engine and on this machine, beside the kernels it has. */
export function circumstances(backend: string | undefined, lacksKernels: boolean): Problem[] {
  switch (backend) {
    case undefined:
      return [
        {
          text: "No backend is registered, or none starts here. Import one, such as '@tensorflow/tfjs-backend-wasm', and await tf.setBackend('wasm').",
          fatal: true,
        },
      ];
    case 'cpu':
      return [
        {
          text: 'The cpu backend computes in plain JavaScript: a step of training takes minutes. Use WASM with hilum/wasm, or WebGPU, for anything but tests.',
        },
      ];
    case 'wasm':
      return wasm();
    case 'tensorflow':
      return tfjsNode();
    default:
      return [...graphics(backend), ...(lacksKernels ? [other] : [])];
  }
}

const other: Problem = {
  text: 'This backend lacks kernels for what is listed as failing. Select another one for that, or leave it out.',
};

function wasm(): Problem[] {
  // Ours remember what they replaced.
  const ours = tf.getKernel('Conv2D', 'wasm') as object | undefined;
  const gradient = tf.getKernel('Conv2DBackpropFilter', 'wasm') as { composed?: boolean } | undefined;
  if (gradient?.composed)
    return [
      {
        text: 'The kernels of hilum/wasm cannot run here, so training is composed of stock kernels and slow. What installWasmKernels() returns says why.',
      },
    ];
  if (ours && 'replaces' in ours) return [];
  return [
    {
      text: "The stock WASM backend cannot train convolutions, and predicts at a third of the speed it could. Await installWasmKernels() of 'hilum/wasm' after tf.setBackend('wasm').",
    },
  ];
}

function tfjsNode(): Problem[] {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  const node = process?.versions?.node ?? '0';
  if (parseInt(node) < 23) return [];
  return [
    {
      text: `tfjs-node 4.22 calls functions that Node 23 took out, and this is Node ${node}. Use Node 22, or WASM with hilum/wasm.`,
      fatal: true,
    },
  ];
}

/** The parts of the WebGL and WebGPU backends that tell of the card. */
interface GraphicsBackend {
  gpgpu?: { gl: WebGLRenderingContext };
  adapterInfo?: { vendor?: string; architecture?: string };
}

function graphics(backend: string): Problem[] {
  const { gpgpu, adapterInfo } = tf.backend() as unknown as GraphicsBackend;
  const problems: Problem[] = [];
  const renderer = gpgpu
    ? rendererOf(gpgpu.gl)
    : [adapterInfo?.vendor, adapterInfo?.architecture].filter(Boolean).join(' ');
  if (/swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(renderer))
    problems.push({
      text: `A program plays the graphics card here (${renderer}), slower than WASM. Use WASM with hilum/wasm, or switch hardware acceleration on.`,
    });
  if (backend === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'))
    problems.push({
      text: 'WebGL computes in 16 bits here: losses are off by up to a thousandth, and sums over 65,504 overflow. Use WebGPU, or WASM with hilum/wasm, to train.',
    });
  return problems;
}

function rendererOf(gl: WebGLRenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
