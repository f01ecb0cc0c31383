/** `refused`: what was given is not good. `taken`: the address has an account. `unreachable`: Firebase or its keys did not answer. */
export type FirebaseFailure = "refused" | "taken" | "weak_password" | "unreachable";

export class FirebaseError extends Error {
  readonly failure: FirebaseFailure;

  constructor(failure: FirebaseFailure, options?: ErrorOptions) {
    super(`Firebase: ${failure}`, options);
    this.failure = failure;
  }
}
