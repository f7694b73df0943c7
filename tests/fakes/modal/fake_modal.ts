/**
 * Puts the fake together: stores, sandboxes, the server, the proxy in front of it.
 *
 * @module
 */

import { join } from "node:path";
import { findPython } from "../../../backends/local/find_python.ts";
import { chooseIsolation } from "../../../backends/local/isolation.ts";
import { AccessTokens, CONTROL_PLANE, ROUTER } from "./access_tokens.ts";
import { accountMethods, AppStore } from "./account_rpcs.ts";
import { CallLog } from "./call_log.ts";
import type { FakeModal, FakeModalOptions, FaultScript } from "./contract.ts";
import { dropGoaway } from "./drop_goaway.ts";
import { SANDBOX_ENDS } from "./fake_sandbox.ts";
import { CallFaults } from "./faults.ts";
import { GrpcServer } from "./grpc_server.ts";
import { ImageStore } from "./image_store.ts";
import { CREATION } from "./named_objects.ts";
import { routerMethods } from "./router_rpcs.ts";
import { SandboxFleet } from "./sandbox_fleet.ts";
import { sandboxMethods } from "./sandbox_rpcs.ts";
import { SecretStore } from "./secret_store.ts";
import { TcpProxy } from "./tcp_proxy.ts";
import { VolumeStore } from "./volume_store.ts";

const JWT_LIFETIME_MS = 3_600_000;

/** Starts a fake Modal. Give its `env` to whoever is to use it. */
export async function startFakeModal(options: FakeModalOptions = {}): Promise<FakeModal> {
  const {
    tokenId = "ak-fake",
    tokenSecret = "as-fake",
    jwtLifetimeMs = JWT_LIFETIME_MS,
    workspace = "fake",
    capacity = Infinity,
    isInteractive = false,
    port = 0,
  } = options;
  const [isolation, python] = await Promise.all([
    options.isolation ?? bestIsolation(),
    findPython(options),
  ]);
  await using cleanup = new AsyncDisposableStack();
  const root = options.root ?? await Deno.makeTempDir({ prefix: "fake-modal-" });
  if (options.root === undefined) cleanup.defer(() => Deno.remove(root, { recursive: true }));
  const [tokens, apps, images, secrets] = [
    new AccessTokens({ tokenId, tokenSecret, jwtLifetimeMs }),
    new AppStore(),
    new ImageStore(),
    new SecretStore(),
  ];
  const volumes = new VolumeStore(join(root, "volumes"));
  const parts = { apps, images, secrets, volumes, isolation, isInteractive, python, capacity };
  const fleet = cleanup.use(new SandboxFleet({ ...parts, root: join(root, "sandboxes") }));
  const faults = new CallFaults();
  const log = new CallLog();
  const address = (): string => `127.0.0.1:${proxy.port}`;
  const url = () => `http://${address()}`;
  // The SDK insists on https and speaks plain text to the router of a server on this machine.
  const access = (taskId: string) => ({
    url: `https://${address()}`,
    jwt: tokens.forTask(taskId),
  });
  const server = cleanup.use(
    await GrpcServer.listen({
      services: new Map([
        [
          CONTROL_PLANE,
          new Map([
            ...accountMethods({ tokens, apps, workspace, url }),
            ...images.methods(),
            ...secrets.methods(),
            ...volumes.methods(),
            ...sandboxMethods({ fleet, apps, access }),
          ]),
        ],
        [ROUTER, routerMethods({ fleet, secrets, tokens })],
      ]),
      authorize: (service, call) => tokens.authorize(service, call),
      faults,
      log,
    }),
  );
  const proxy = cleanup.use(await TcpProxy.listen(server.port, port, dropGoaway));
  const disposable = cleanup.move();
  const volumeFolder = (name: string) => {
    const volume = volumes.find(name);
    if (!volume) throw new TypeError(`Cannot find volume "${name}"`);
    return volume.folder;
  };
  return {
    url: url(),
    env: {
      MODAL_SERVER_URL: url(),
      MODAL_TOKEN_ID: tokenId,
      MODAL_TOKEN_SECRET: tokenSecret,
      MODAL_ENVIRONMENT: "main",
      MODAL_CONFIG_PATH: join(root, "modal.toml"),
    },
    isolation,
    calls: log.calls,
    requests: log.requests,
    sandboxes: fleet.sandboxes,
    faults: faultScript({ faults, proxy, images, fleet }),
    secret: (name, env) => secrets.store(name, env),
    volume: (name) =>
      volumes.getOrCreate({ name, environmentName: "", creation: CREATION.ifMissing, version: 2 })
        .folder,
    volumeFolder,
    [Symbol.asyncDispose]: () => disposable.disposeAsync(),
  };
}

interface FaultParts {
  readonly faults: CallFaults;
  readonly proxy: TcpProxy;
  readonly images: ImageStore;
  readonly fleet: SandboxFleet;
}

function faultScript({ faults, proxy, images, fleet }: FaultParts): FaultScript {
  const ends = {
    timeout: SANDBOX_ENDS.timedOut,
    terminated: SANDBOX_ENDS.terminated,
    crashed: SANDBOX_ENDS.failed,
  } as const;
  return {
    fail: (method, fault) => faults.fail(method, fault),
    hang: (method, times = 1) => faults.hang(method, times),
    breakStream: (method, afterBytes) => faults.breakStream(method, afterBytes),
    throttle: (method, times, retryAfterMs) => faults.throttle(method, times, retryAfterMs),
    cut: () => proxy.cut(),
    down: () => {
      proxy.isUp = false;
    },
    up: () => {
      proxy.isUp = true;
    },
    delayMs: (roundTripMs) => {
      proxy.oneWayMs = roundTripMs / 2;
    },
    buildFailure: (lines) => images.failNext(lines),
    quota: (message) => fleet.refuseNext(message),
    endSandbox: (id, kind) => fleet.byId(id).end(ends[kind]),
  };
}

async function bestIsolation(): Promise<"bubblewrap" | "plain"> {
  return await chooseIsolation({}) === "bubblewrap" ? "bubblewrap" : "plain";
}
