/**
 * The command lines in prose: those of fenced blocks of shell, and those of inline code.
 *
 * @module
 */

/** A command line of fleet-rlm. */
export interface ProseCommand {
  /** Where it stands. */
  readonly file: string;
  /** Its line, from 1. */
  readonly line: number;
  /** Its words, without the program's name. */
  readonly argv: readonly string[];
  /** What stands on its standard input, for a here-document. */
  readonly stdin?: string;
  /** Whether it stands in a block, to be copied whole. */
  readonly isBlock: boolean;
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```/gm;
const INLINE = /`(?:[^`]*\|\s*)?(fleet-rlm(?:\s[^`]*)?)`/g;
const HERE = /<<-?\s*'?(\w+)'?\s*$/;

/** All command lines of a Markdown text, in their order. */
export function commandsIn(file: string, text: string): readonly ProseCommand[] {
  const lineAt = (index: number) => text.slice(0, index).split("\n").length;
  const commands: ProseCommand[] = [];
  for (const { 1: kind, 2: body = "", index } of text.matchAll(FENCE)) {
    if (kind !== "sh") continue;
    const lines = body.split("\n");
    for (let at = 0; at < lines.length; at++) {
      const start = at;
      let command = lines[at] ?? "";
      while (command.endsWith("\\")) command = `${command.slice(0, -1)} ${lines[++at]?.trim()}`;
      const here = HERE.exec(command)?.[1];
      let stdin: string | undefined;
      if (here !== undefined) {
        const end = lines.indexOf(here, at);
        stdin = `${lines.slice(at + 1, end).join("\n")}\n`;
        at = end;
        command = command.replace(HERE, "");
      }
      command = command.slice(Math.max(0, command.search(/(?<=\|\s*)fleet-rlm\s/)));
      const [program, ...argv] = splitWords(command);
      if (program !== "fleet-rlm") continue;
      const line = lineAt(index) + 1 + start;
      commands.push({ file, line, argv, isBlock: true, ...(stdin === undefined ? {} : { stdin }) });
    }
  }
  const prose = text.replaceAll(FENCE, (block) => block.replaceAll(/[^\n]/g, " "));
  for (const { 1: command = "", index } of prose.matchAll(INLINE)) {
    const argv = splitWords(command.replaceAll(/\s*\n(?:> ?)?\s*/g, " ")).slice(1);
    commands.push({ file, line: lineAt(index), argv, isBlock: false });
  }
  return commands.sort((a, b) => a.line - b.line);
}

/** Names of options that stand in inline code by themselves, such as `--max-cost 1`. */
export function optionsIn(text: string): readonly string[] {
  const prose = text.replaceAll(FENCE, "");
  return [...prose.matchAll(/`(--[a-z][a-z-]*)[^`]*`/g)].map(([, option = ""]) => option.slice(2));
}

/** Words of a shell command: quotes hold them together, a backslash stands for what follows. */
function splitWords(command: string): string[] {
  const words: string[] = [];
  for (const [match] of command.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g)) {
    words.push(match.replaceAll(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_, double, single, escaped) => double ?? single ?? escaped,
    ));
  }
  return words;
}
