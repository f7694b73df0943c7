/**
 * Methods of `modal.task_command_router.TaskCommandRouter`, the service that a client reaches a running
 * sandbox by: field numbers as in the generated code of npm:modal 0.11.1.
 *
 * @module
 */

import {
  bool,
  bytes,
  float,
  int32,
  map,
  message,
  messages,
  optional,
  string,
  strings,
  uint32,
  uint64,
} from "./protobuf_schema.ts";
import { NETWORK_ACCESS, SECRET_SOURCE } from "./schema_sandboxes.ts";

const ONE_EXEC = { taskId: string(1), execId: string(2) } as const;
const EXIT_STATUS = { code: optional(int32(1)), signal: optional(int32(2)) } as const;

/** The router's methods. */
export const ROUTER_RPCS = {
  TaskExecStart: {
    request: {
      taskId: string(1),
      execId: string(2),
      commandArgs: strings(3),
      stdoutConfig: int32(4),
      stderrConfig: int32(5),
      timeoutSecs: optional(uint32(6)),
      workdir: string(7),
      secretIds: strings(8),
      containerId: string(11),
      env: map(12),
      secretSources: messages(13, SECRET_SOURCE),
    },
    response: {},
  },
  TaskExecStdinWrite: {
    request: {
      taskId: string(1),
      execId: string(2),
      offset: uint64(3),
      data: bytes(4),
      eof: bool(5),
    },
    response: {},
  },
  TaskExecStdinWriteStream: {
    request: {
      start: message(1, { taskId: string(1), execId: string(2), offset: uint64(3) }),
      data: bytes(2),
      end: message(3, {}),
    },
    response: {},
  },
  TaskExecStdinStatus: {
    request: ONE_EXEC,
    response: { numBytesWritten: uint64(1), closed: bool(2) },
  },
  TaskExecStdioRead: {
    request: {
      taskId: string(1),
      execId: string(2),
      offset: uint64(3),
      fileDescriptor: int32(4),
    },
    response: { data: bytes(1) },
  },
  TaskExecWait: { request: ONE_EXEC, response: EXIT_STATUS },
  TaskExecPoll: { request: ONE_EXEC, response: EXIT_STATUS },
  SandboxStdioReadV2: {
    request: { taskId: string(1), offset: uint64(2), fileDescriptor: int32(3) },
    response: { data: bytes(1), startingOffset: uint64(2) },
  },
  SandboxStdinWriteV2: {
    request: { taskId: string(1), offset: uint64(2), data: bytes(3), eof: bool(4) },
    response: {},
  },
  SandboxWaitUntilReady: { request: { taskId: string(1), timeout: float(2) }, response: {} },
  TaskReloadVolumes: { request: { taskId: string(1), containerId: string(2) }, response: {} },
  TaskSetNetworkAccess: {
    request: { taskId: string(1), networkAccess: message(2, NETWORK_ACCESS) },
    response: {},
  },
} as const;
