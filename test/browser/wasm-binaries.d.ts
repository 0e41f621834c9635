/** Vite's address of a file that an app serves. */
declare module '*.wasm?url' {
  const address: string;
  export default address;
}
