/**
 * For backends whose sandboxes are elsewhere: a process in the sandbox that keeps what is under way,
 * and the host's end of the way to it.
 *
 * @module
 */

export {
  type CommandLine,
  DEAD_MAN_EXIT,
  keeperCommand,
  type KeeperOptions,
  OTHER_FILE_EXIT,
  relayCommand,
  type SharedFile,
  sharedFileCommand,
} from "./keeper_command.ts";
export {
  type FormerHost,
  KeeperLink,
  type LinkOptions,
  type LinkTimes,
  type Relay,
} from "./keeper_link.ts";
