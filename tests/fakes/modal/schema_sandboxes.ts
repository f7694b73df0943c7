/**
 * Methods of `modal.client.ModalClient` about sandboxes: field numbers as in the generated code of
 * npm:modal 0.11.1. Fields that the fake neither reads nor writes are left out.
 *
 * @module
 */

import {
  bool,
  bytes,
  double,
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
import { GENERIC_RESULT } from "./schema_account.ts";

/** What a sandbox may reach. Types: 1 open, 2 blocked, 3 allow-listed. */
export const NETWORK_ACCESS = {
  networkAccessType: int32(1),
  allowedCidrs: strings(2),
  allowedDomains: strings(3),
} as const;

/** Where environment variables come from: a stored secret, or the request itself. */
export const SECRET_SOURCE = {
  secretId: string(1),
  env: message(2, { contents: map(1) }),
} as const;

/** What a sandbox is to be. */
export const SANDBOX_DEFINITION = {
  entrypointArgs: strings(1),
  imageId: string(3),
  secretIds: strings(4),
  resources: message(5, {
    memoryMb: uint32(2),
    milliCpu: uint32(3),
    gpuConfig: message(4, { count: uint32(2), gpuType: string(4) }),
    memoryMbMax: uint32(5),
    milliCpuMax: uint32(7),
  }),
  timeoutSecs: uint32(7),
  workdir: string(8),
  blockNetwork: bool(11),
  volumeMounts: messages(13, {
    volumeId: string(1),
    mountPath: string(2),
    allowBackgroundCommits: bool(3),
    readOnly: bool(4),
    subPath: string(5),
  }),
  schedulerPlacement: message(17, { regions: strings(4) }),
  openPorts: message(20, { ports: messages(1, { port: uint32(1), unencrypted: bool(2) }) }),
  networkAccess: message(22, NETWORK_ACCESS),
  cloudProviderStr: string(26),
  runtime: string(28),
  verbose: bool(29),
  name: string(30),
  idleTimeoutSecs: optional(uint32(33)),
} as const;

/** A key and its value, by which sandboxes are found. */
export const SANDBOX_TAG = { tagName: string(1), tagValue: string(2) } as const;
const HANDLE_METADATA = { result: message(1, GENERIC_RESULT), appId: string(2) } as const;
const ROUTER_ACCESS = { jwt: string(1), url: string(2) } as const;
const ONE_SANDBOX = { sandboxId: string(1) } as const;

const GET_TASK_ID = {
  request: { sandboxId: string(1), timeout: float(2), waitUntilReady: bool(3) },
  response: { taskId: string(1), taskResult: message(2, GENERIC_RESULT) },
} as const;

const WAIT = {
  request: { sandboxId: string(1), timeout: float(2) },
  response: { result: message(1, GENERIC_RESULT), metadata: message(2, HANDLE_METADATA) },
} as const;

const TERMINATE = {
  request: ONE_SANDBOX,
  response: { existingResult: message(1, GENERIC_RESULT) },
} as const;

const LIST = {
  request: {
    appId: string(1),
    beforeTimestamp: double(2),
    environmentName: string(3),
    includeFinished: bool(4),
    tags: messages(5, SANDBOX_TAG),
  },
  response: {
    sandboxes: messages(1, {
      id: string(1),
      createdAt: double(3),
      appId: string(5),
      tags: messages(6, SANDBOX_TAG),
      name: string(7),
      imageId: string(8),
      timeoutSecs: uint32(11),
      idleTimeoutSecs: uint32(12),
    }),
  },
} as const;

const GET_FROM_NAME = {
  request: {
    sandboxName: string(1),
    environmentName: string(2),
    appName: string(3),
    includeTerminated: bool(4),
  },
  response: { sandboxId: string(1), metadata: message(2, HANDLE_METADATA) },
} as const;

const TAGS_SET = {
  request: { environmentName: string(1), sandboxId: string(2), tags: messages(3, SANDBOX_TAG) },
  response: {},
} as const;

const TAGS_GET = { request: ONE_SANDBOX, response: { tags: messages(1, SANDBOX_TAG) } } as const;

/** Sandboxes. */
export const SANDBOX_RPCS = {
  SandboxCreate: {
    request: {
      appId: string(1),
      definition: message(2, SANDBOX_DEFINITION),
      environmentName: string(3),
      tags: messages(4, SANDBOX_TAG),
    },
    response: { sandboxId: string(1), metadata: message(2, HANDLE_METADATA) },
  },
  SandboxCreateV2: {
    request: {
      appId: string(1),
      definition: message(2, SANDBOX_DEFINITION),
      tags: messages(4, SANDBOX_TAG),
      secretSources: messages(6, SECRET_SOURCE),
    },
    response: {
      sandboxId: string(1),
      taskId: string(3),
      metadata: message(4, HANDLE_METADATA),
      commandRouterAccess: message(5, ROUTER_ACCESS),
    },
  },
  SandboxGetTaskId: GET_TASK_ID,
  SandboxGetTaskIdV2: GET_TASK_ID,
  SandboxGetCommandRouterAccess: { request: ONE_SANDBOX, response: ROUTER_ACCESS },
  TaskGetCommandRouterAccess: { request: { taskId: string(1) }, response: ROUTER_ACCESS },
  SandboxWait: WAIT,
  SandboxWaitV2: WAIT,
  SandboxTerminate: TERMINATE,
  SandboxTerminateV2: TERMINATE,
  SandboxList: LIST,
  SandboxListV2: LIST,
  SandboxGetFromName: GET_FROM_NAME,
  SandboxGetFromNameV2: GET_FROM_NAME,
  SandboxSetName: { request: { sandboxId: string(1), name: string(2) }, response: {} },
  SandboxTagsSet: TAGS_SET,
  SandboxTagsSetV2: TAGS_SET,
  SandboxTagsGet: TAGS_GET,
  SandboxTagsGetV2: TAGS_GET,
  SandboxStdinWrite: {
    request: { sandboxId: string(1), input: bytes(2), index: uint32(3), eof: bool(4) },
    response: {},
  },
  SandboxGetLogs: {
    request: {
      sandboxId: string(1),
      fileDescriptor: int32(2),
      timeout: float(3),
      lastEntryId: string(4),
    },
    response: {
      items: messages(2, { data: string(1), fileDescriptor: int32(8) }),
      entryId: string(5),
      eof: bool(14),
    },
  },
  SandboxGetResourceUsage: {
    request: ONE_SANDBOX,
    response: { cpuCoreNanosecs: uint64(1), memGibNanosecs: uint64(2), gpuNanosecs: uint64(3) },
  },
} as const;
