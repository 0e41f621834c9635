/** What two processes write under a key: the same in both, and long, so that a kill may come in between. */
export const length = 400_000;
export const valueOf = (key: string): number => Number(key.split('-')[1]) + 0.5;
