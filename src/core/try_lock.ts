/**
 * A lock on an open file, for runtimes of every age.
 *
 * @module
 */

/**
 * Takes an exclusive lock on a file; whether it was free. Where the runtime has no lock that does not
 * wait (before Deno 2.5), it waits.
 */
export async function tryLock(file: Deno.FsFile): Promise<boolean> {
  if (typeof file.tryLock === "function") return await file.tryLock(true);
  await (file as Deno.FsFile).lock(true);
  return true;
}
