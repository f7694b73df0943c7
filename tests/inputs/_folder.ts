/** A folder of test files that goes when it is disposed of. */

/** The folder. */
export interface TestFolder extends AsyncDisposable {
  /** Its path, without symbolic links in it. */
  readonly path: string;
  /** Writes a file and the folders on the way to it; its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
}

/** Makes one with these files. */
export async function testFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<TestFolder> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-test-" }));
  const write = async (name: string, content: string | Uint8Array) => {
    const file = `${path}/${name}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(
      file,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    return file;
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return {
    path,
    write,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** A folder for the temporary files of this process, for as long as it is not disposed of. */
export interface PrivateTemp extends AsyncDisposable {
  /** Names of the files in it. */
  names(): Promise<readonly string[]>;
}

/** Sends temporary files to a folder of their own, so that what is left there can be told. */
export async function privateTemp(): Promise<PrivateTemp> {
  const folder = await testFolder();
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", folder.path);
  return {
    names: async () => (await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name),
    [Symbol.asyncDispose]: async () => {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
      await folder[Symbol.asyncDispose]();
    },
  };
}
