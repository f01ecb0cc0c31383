const prefix = "artifacts/";

/** Bytes under a key that cannot be guessed. They belong to whoever holds a signed URL. */
export const writeArtifact = async (
  env: Cloudflare.Env,
  key: string,
  bytes: Uint8Array | string,
  type: string,
): Promise<void> => {
  await env.BUCKET.put(`${prefix}${key}`, bytes, { httpMetadata: { contentType: type } });
};

export const findArtifact = async (env: Cloudflare.Env, key: string): Promise<R2ObjectBody | null> =>
  env.BUCKET.get(`${prefix}${key}`);

export const deleteArtifacts = async (env: Cloudflare.Env, keys: readonly string[]): Promise<void> => {
  if (keys.length > 0) await env.BUCKET.delete(keys.map((key) => `${prefix}${key}`));
};
