/**
 * What runs inside any box and the host's half of its wire. Backends give a transport and get an
 * interpreter.
 *
 * @module
 */

export { BOOTSTRAP, driverBundle, driverSource, PRECOMPILER } from "./driver_bundle.ts";
export { createSession } from "./session.ts";
export type {
  Channel,
  Confinement,
  DriverSettings,
  OpenOptions,
  Surroundings,
  Transport,
  TransportEvents,
} from "./transport.ts";
