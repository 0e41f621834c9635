/** How a value of the logs is called: `dice` is Dice, `val_loss` is validation loss, `learningRate` is learning rate. */
export function scoreName(key: string): string {
  return key
    .replace(/^val_/, 'validation ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/\bdice\b/, 'Dice')
    .replace(/\biou\b/, 'IoU');
}

/** Four decimals, so that columns stand still; small values and the learning rate in their shortest form. */
export function formatScore(key: string, value: number): string {
  if (!Number.isFinite(value)) return '–';
  const short = key === 'learningRate' || (value !== 0 && Math.abs(value) < 0.001);
  return short ? String(Number(value.toPrecision(3))) : value.toFixed(4);
}
