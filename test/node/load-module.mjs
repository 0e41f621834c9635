/** A `load` of an app's own: says of the file only that it was asked for; ends its thread where it is told to. */
export async function load({ image }) {
  if (image === 'exit') process.exit(3);
  const pixel = { width: 1, height: 1, channels: 1, depth: 8, data: new Uint8Array(1) };
  return { name: `own ${image}`, image: pixel, mask: pixel };
}
