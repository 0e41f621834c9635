export { formatDuration } from './duration';
export { progress } from './progress';
export type { Progress, ProgressArgs, ProgressStream } from './progress';
