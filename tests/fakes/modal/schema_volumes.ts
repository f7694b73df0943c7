/**
 * Methods of `modal.client.ModalClient` about volumes: field numbers as in the generated code of
 * npm:modal 0.11.1.
 *
 * @module
 */

import {
  bool,
  double,
  int32,
  message,
  messages,
  string,
  uint32,
  uint64,
} from "./protobuf_schema.ts";
import { CREATION_INFO, LIST_PAGINATION } from "./schema_account.ts";

const VOLUME_METADATA = {
  version: int32(1),
  name: string(2),
  creationInfo: message(3, CREATION_INFO),
} as const;

/** An entry of a volume. */
export const FILE_ENTRY = {
  path: string(1),
  type: int32(2),
  mtime: uint64(3),
  size: uint64(4),
} as const;

const LIST_FILES = {
  request: { volumeId: string(1), path: string(2), maxEntries: uint32(3), recursive: bool(4) },
  response: { entries: messages(1, FILE_ENTRY) },
} as const;

const REMOVE_FILE = {
  request: { volumeId: string(1), path: string(2), recursive: bool(3) },
  response: {},
} as const;

const ONE_VOLUME = { request: { volumeId: string(1) }, response: {} } as const;

/** Volumes. */
export const VOLUME_RPCS = {
  VolumeGetOrCreate: {
    request: {
      deploymentName: string(1),
      environmentName: string(3),
      objectCreationType: int32(4),
      version: int32(6),
    },
    response: { volumeId: string(1), version: int32(2), metadata: message(3, VOLUME_METADATA) },
  },
  VolumeGetById: {
    request: { volumeId: string(1) },
    response: { volumeId: string(1), metadata: message(2, VOLUME_METADATA) },
  },
  VolumeList: {
    request: { environmentName: string(1), pagination: message(2, LIST_PAGINATION) },
    response: {
      items: messages(1, {
        label: string(1),
        volumeId: string(2),
        createdAt: double(3),
        metadata: message(4, VOLUME_METADATA),
      }),
      environmentName: string(2),
    },
  },
  VolumeDelete: ONE_VOLUME,
  VolumeRename: { request: { volumeId: string(1), name: string(2) }, response: {} },
  VolumeHeartbeat: ONE_VOLUME,
  VolumeListFiles: LIST_FILES,
  VolumeListFiles2: LIST_FILES,
  VolumeRemoveFile: REMOVE_FILE,
  VolumeRemoveFile2: REMOVE_FILE,
} as const;
