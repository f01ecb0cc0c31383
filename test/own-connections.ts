// From here on each `fetch` of this process has a connection of its own. workerd closes one that has been idle, or on which
// a body came that it did not read, and a call that takes it at that moment breaks, whether or not it was heard.
// Imported for that; a program of its own takes it by `node --import`.
const overAnyConnection = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  if (!headers.has("connection")) headers.set("connection", "close");
  return overAnyConnection(input, { ...init, headers });
};
