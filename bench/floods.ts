/**
 * Ways to print very much from guest code. Each prints `head`, so many dots and `end.`.
 *
 * @module
 */

/** One way to print very much. */
export interface OutputFlood {
  /** How it prints, as the end of "output …". */
  readonly name: string;
  /** Python that prints `bytes` dots between its ends. */
  code(bytes: number): string;
}

/** The ways: through Python, through the descriptor, through a child process. */
export const FLOODS: readonly OutputFlood[] = [
  {
    name: "printed by Python",
    code: (bytes) =>
      `print("head", end="")
for _ in range(${bytes / 2 ** 20}): print("." * 2**20, end="")
print("end.", end="")`,
  },
  {
    name: "written to descriptor 1",
    code: (bytes) =>
      `import os
block = b"." * 2**20
_ = os.write(1, b"head")
for _ in range(${bytes / 2 ** 20}):
    rest = memoryview(block)
    while rest: rest = rest[os.write(1, rest):]
_ = os.write(1, b"end.")`,
  },
  {
    name: "of a child process",
    code: (bytes) =>
      `import subprocess
_ = subprocess.run(["sh", "-c", "printf head; head -c ${bytes} /dev/zero | tr '\\\\0' .; printf end."])`,
  },
];
