/**
 * Methods of `modal.client.ModalClient` about the account, apps, images and secrets: field numbers as
 * in the generated code of npm:modal 0.11.1. Fields that the fake neither reads nor writes are left out.
 *
 * @module
 */

import {
  bool,
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
} from "./protobuf_schema.ts";

/** How something that runs has ended. */
export const GENERIC_RESULT = {
  status: int32(1),
  exception: string(2),
  exitcode: int32(3),
} as const;

/** When something was made. */
export const CREATION_INFO = { createdAt: double(1), createdBy: string(2) } as const;
/** How much of a list is asked for. */
export const LIST_PAGINATION = { maxObjects: int32(1), createdBefore: double(2) } as const;

const SECRET_METADATA = {
  name: string(1),
  creationInfo: message(2, CREATION_INFO),
  keys: strings(3),
  environmentName: string(4),
} as const;

const ENVIRONMENT_METADATA = {
  name: string(1),
  settings: message(2, { imageBuilderVersion: string(1), webhookSuffix: string(2) }),
} as const;

const IMAGE = {
  baseImages: messages(5, { imageId: string(1), dockerTag: string(2) }),
  dockerfileCommands: strings(6),
  secretIds: strings(12),
} as const;

/** Account, apps and environments. */
export const ACCOUNT_RPCS = {
  AuthTokenGet: { request: {}, response: { token: string(1) } },
  ClientHello: { request: {}, response: { warning: string(1), imageBuilderVersion: string(2) } },
  WorkspaceNameLookup: {
    request: {},
    response: { workspaceName: string(1), username: string(2) },
  },
  WorkspaceBillingRates: { request: {}, response: { rates: map(1), formatted: string(4) } },
  TokenFlowCreate: {
    request: {
      utmSource: string(3),
      localhostPort: int32(4),
      nextUrl: string(5),
      expiresInSeconds: uint32(6),
    },
    response: {
      tokenFlowId: string(1),
      webUrl: string(2),
      code: string(3),
      waitSecret: string(4),
    },
  },
  TokenFlowWait: {
    request: { timeout: float(1), tokenFlowId: string(2), waitSecret: string(3) },
    response: {
      tokenId: string(1),
      tokenSecret: string(2),
      timeout: bool(3),
      workspaceUsername: string(4),
    },
  },
  AppGetOrCreate: {
    request: { appName: string(1), environmentName: string(2), objectCreationType: int32(3) },
    response: { appId: string(1) },
  },
  EnvironmentGetOrCreate: {
    request: { deploymentName: string(1), objectCreationType: int32(2) },
    response: { environmentId: string(1), metadata: message(2, ENVIRONMENT_METADATA) },
  },
} as const;

/** Images. */
export const IMAGE_RPCS = {
  ImageGetOrCreate: {
    request: {
      image: message(2, IMAGE),
      appId: string(4),
      forceBuild: bool(7),
      builderVersion: string(9),
    },
    response: { imageId: string(1), result: message(2, GENERIC_RESULT) },
  },
  ImageJoinStreaming: {
    request: {
      imageId: string(1),
      timeout: float(2),
      lastEntryId: string(3),
      includeLogsForFinished: bool(4),
    },
    response: {
      result: message(1, GENERIC_RESULT),
      taskLogs: messages(2, { data: string(1), timestamp: double(7), fileDescriptor: int32(8) }),
      entryId: string(3),
      eof: bool(4),
    },
  },
  ImageFromId: { request: { imageId: string(1) }, response: { imageId: string(1) } },
  ImageGetByTag: {
    request: { tag: string(1), environmentName: string(2) },
    response: { imageId: string(1) },
  },
  ImagePublish: {
    request: { imageId: string(1), tag: string(2), environmentName: string(3) },
    response: { imageId: string(1) },
  },
  ImageDelete: { request: { imageId: string(1) }, response: {} },
} as const;

/** Secrets. */
export const SECRET_RPCS = {
  SecretGetOrCreate: {
    request: {
      deploymentName: string(1),
      environmentName: string(3),
      objectCreationType: int32(4),
      envDict: map(5),
      requiredKeys: strings(7),
    },
    response: { secretId: string(1), metadata: message(2, SECRET_METADATA) },
  },
  SecretGetInfo: {
    request: { secretId: string(1) },
    response: { metadata: message(1, SECRET_METADATA) },
  },
  SecretList: {
    request: { environmentName: string(1), pagination: message(2, LIST_PAGINATION) },
    response: {
      items: messages(1, {
        label: string(1),
        createdAt: double(2),
        lastUsedAt: double(3),
        environmentName: string(4),
        secretId: string(5),
        metadata: message(6, SECRET_METADATA),
      }),
      environmentName: string(2),
    },
  },
  SecretUpdate: {
    request: {
      secretId: string(1),
      updates: messages(2, { key: string(1), value: optional(string(2)) }),
    },
    response: {},
  },
  SecretDelete: { request: { secretId: string(1) }, response: {} },
} as const;
