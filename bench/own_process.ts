/**
 * A measurement in a process of its own, so that nothing but it is in memory.
 *
 * @module
 */

/** Runs a module with a request as its one argument, and gives the report that it prints as JSON. */
export async function runInOwnProcess<Report>(
  module: string,
  options: { readonly request: unknown; readonly flags?: readonly string[] },
): Promise<Report> {
  const flags = ["-A", "--no-check", ...options.flags ?? []];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, module, JSON.stringify(options.request)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`The probe failed: ${decode(stderr)}`);
  return JSON.parse(decode(stdout));
}
