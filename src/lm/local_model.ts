/**
 * The names of models that belong to no provider: nothing is called for them, and no key is needed.
 *
 * @module
 */

/** The model that answers with code of its own. */
export const OFFLINE = "offline";

/** What names of models whose replies are in a file begin with; the path follows. */
export const SCRIPTED = "scripted:";

/** Whether a name is that of such a model. */
export function isLocalModel(name: string): boolean {
  return name === OFFLINE || name.startsWith(SCRIPTED);
}
