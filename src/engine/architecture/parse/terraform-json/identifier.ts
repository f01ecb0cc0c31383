const identifier = /^[A-Za-z_][\w-]*$/;

/** Whether a name can stand in code without quotes. */
export const isIdentifier = (name: string): boolean => identifier.test(name);

/** `aws_s3_bucket`: a provider and a thing, so that no type is the name of something that every object has. */
export const isResourceType = (name: string): boolean => /^[a-z][a-z0-9]*_[a-z0-9_]+$/.test(name);
