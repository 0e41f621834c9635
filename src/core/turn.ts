/**
 * Resolves in a later turn of the event loop. Synchronous backends (cpu, wasm) resolve everything in microtasks:
 * without a turn now and then, files are not read, signals not seen and pages not drawn while a model trains.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    // Browsers have no setImmediate, slow setTimeout down to 4 ms, and give hidden tabs no animation frames.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
