/** A piece of Python that generated modules share; it goes into a module only when something there uses it. */
export interface Helper {
  /** Import lines, as they stand at the top of the module. */
  imports?: readonly string[];
  /** Names of the helpers that it calls. */
  needs?: readonly string[];
  code: string;
}
