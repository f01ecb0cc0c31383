/** Content past a limit; the message names the limit and quotes nothing. */
export class MarkdownError extends Error {}
