/** What the code of a failed system call means, and what to do about it. */
const reasons: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOENT: ['it does not exist', 'Check the path.'],
  ENOTDIR: ['a part of the path is a file, not a directory', 'Check the path.'],
  EISDIR: ['it is a directory', 'Give the path of a file.'],
  EACCES: ['permission is denied', 'Change its permissions, or choose another path.'],
  EPERM: ['permission is denied', 'Change its permissions, or choose another path.'],
  EROFS: ['the disk is read-only', 'Choose another path.'],
  ENOSPC: ['the disk is full', 'Make room, or choose another path.'],
  EMFILE: ['too many files are open', 'Work on fewer files at once.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
};

/** One sentence for a failed system call: *caller: cannot `deed` `path`: reason. Remedy.* */
export function fileError(caller: string, deed: string, path: string, cause: unknown): Error {
  const known = reasons[codeOf(cause) ?? ''];
  const [reason, remedy] = known ?? [cause instanceof Error ? cause.message : String(cause), 'Try again.'];
  return new Error(`${caller}: cannot ${deed} ${path}: ${reason}. ${remedy}`, { cause });
}

/** The code of a failed system call, as `'ENOENT'`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
