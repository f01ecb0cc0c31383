/** What the bytes of a file say that it is. */
export interface FileType {
  fileType: "pdf" | "audio" | "image" | "markdown" | "text" | "html" | "docx";
  mediaType: string;
}

/** Bytes looked at: enough for the first entries of a zip archive. */
const headBytes = 65_536;

const ascii = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, Math.max(from, to)));

const startsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

const image = (kind: string): FileType => ({ fileType: "image", mediaType: `image/${kind}` });
const audio = (kind: string): FileType => ({ fileType: "audio", mediaType: `audio/${kind}` });

const docx: FileType = {
  fileType: "docx",
  mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** Sound only: a film is none of the types that are taken. */
const soundBrands: ReadonlySet<string> = new Set([
  "M4A ",
  "M4B ",
  "mp42",
  "isom",
  "mp41",
  "dash",
  "iso2",
  "iso5",
  "iso6",
]);

/** The header of an MPEG audio frame (ISO 11172-3, 2.4.1.3): sync, then no reserved version, layer, rate or frequency. */
const isMpegFrame = (head: Uint8Array, at: number): boolean => {
  const [first = 0, second = 0, third = 0] = head.subarray(at, at + 3);
  return (
    first === 0xff &&
    (second & 0xe0) === 0xe0 &&
    (second & 0x18) !== 0x08 &&
    (second & 0x06) === 0x02 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0xf0) !== 0 &&
    (third & 0x0c) !== 0x0c
  );
};

/** Raw AAC in frames (ADTS). */
const isAdts = (head: Uint8Array): boolean => head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0;

const byMagic = (head: Uint8Array): FileType | "zip" | "unknown" | undefined => {
  if (ascii(head, 0, 5) === "%PDF-") return { fileType: "pdf", mediaType: "application/pdf" };
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return image("png");
  if (startsWith(head, 0xff, 0xd8, 0xff)) return image("jpeg");
  if (/^GIF8[79]a/.test(ascii(head, 0, 6))) return image("gif");
  if (ascii(head, 0, 4) === "RIFF") {
    const form = ascii(head, 8, 12);
    return form === "WAVE" ? audio("wav") : form === "WEBP" ? image("webp") : "unknown";
  }
  if (ascii(head, 0, 3) === "ID3") return audio("mpeg");
  if (ascii(head, 0, 4) === "fLaC") return audio("flac");
  if (ascii(head, 0, 4) === "OggS") return audio("ogg");
  if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return ascii(head, 0, 64).includes("webm") ? audio("webm") : "unknown";
  if (ascii(head, 4, 8) === "ftyp") return soundBrands.has(ascii(head, 8, 12)) ? audio("mp4") : "unknown";
  if (isAdts(head)) return audio("aac");
  if (isMpegFrame(head, 0)) return audio("mpeg");
  if (startsWith(head, 0x50, 0x4b)) return "zip";
  return undefined;
};

/** What a file calls itself, by the end of its name. */
const claims: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  jpe: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  wav: "audio/wav",
  wave: "audio/wav",
  mp3: "audio/mpeg",
  mpga: "audio/mpeg",
  m4a: "audio/mp4",
  m4b: "audio/mp4",
  mp4: "audio/mp4",
  flac: "audio/flac",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  opus: "audio/ogg",
  webm: "audio/webm",
  weba: "audio/webm",
  aac: "audio/aac",
  docx: docx.mediaType,
};

/** Names of files that are never taken, even where their bytes would pass for text: pictures and programs. */
const refused: ReadonlySet<string> = new Set(
  (
    "svg svgz bmp ico tif tiff avif heic heif psd eps ps ai doc dot xls xlsx ppt pptx odt ods odp rtf epub zip gz tgz " +
    "bz2 xz 7z rar tar jar war exe dll so dylib class wasm bin iso dmg apk mov avi mkv wma aiff aif mid swf"
  ).split(" "),
);

const extensionOf = (filename: string): string => {
  const name = filename.slice(filename.search(/[^/\\]*$/));
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
};

const looksLikeText = (head: Uint8Array, isWhole: boolean): boolean => {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  try {
    const encoding = !marked ? "utf-8" : head[0] === 0xff ? "utf-16le" : "utf-16be";
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: !isWhole });
    return !text.includes("\0");
  } catch {
    return false;
  }
};

/** Of a file without a byte: what it would be. */
const ofClaim = (extension: string): FileType => {
  const mediaType = claims[extension];
  if (mediaType === undefined) return textOf(extension);
  if (mediaType === docx.mediaType) return docx;
  const kind = mediaType.slice(0, mediaType.indexOf("/"));
  return { fileType: kind === "image" || kind === "audio" ? kind : "pdf", mediaType };
};

const textOf = (extension: string): FileType => {
  switch (extension) {
    case "md":
    case "markdown":
    case "mdx":
      return { fileType: "markdown", mediaType: "text/markdown" };
    case "html":
    case "htm":
    case "xhtml":
      return { fileType: "html", mediaType: "text/html" };
    default:
      return { fileType: "text", mediaType: "text/plain" };
  }
};

/**
 * The type of a file by its first bytes (64 KB are enough); the name only tells one kind of text from another.
 * Undefined where it is none that is taken, or where the name claims what the bytes are not. A picture in SVG is
 * refused: it is a program, and its text is labels without order. Which archive it is, is not known from its first bytes.
 */
export const detectFileType = (start: Uint8Array, size: number, filename: string): FileType | undefined => {
  const head = start.subarray(0, headBytes);
  const extension = extensionOf(filename);
  const claimed = claims[extension];
  const found = byMagic(head);
  if (found === "unknown" || refused.has(extension)) return undefined;
  if (size === 0) return ofClaim(extension);
  if (found === "zip") return claimed === docx.mediaType ? docx : undefined;
  if (found !== undefined) return claimed === found.mediaType ? found : undefined;
  if (claimed !== undefined || !looksLikeText(head, size <= head.length)) return undefined;
  return textOf(extension);
};

const codeExtensions: ReadonlySet<string> = new Set(
  (
    "ts tsx js jsx mjs cjs mts cts py pyi rb go rs java kt kts scala swift c h cc cpp cxx hpp cs fs php pl pm lua r jl " +
    "sh bash zsh fish ps1 bat cmd sql tf tfvars hcl json jsonc json5 ndjson jsonl yaml yml toml ini cfg conf env " +
    "properties xml xsd xsl css scss sass less vue svelte dart ex exs erl hs clj elm gradle groovy cmake make mk " +
    "dockerfile proto graphql gql csv tsv log diff patch bicep"
  ).split(" "),
);

/** Whether the lines of a text are to be kept as they stand: source code, data, a log. */
export const isCode = (filename: string): boolean =>
  codeExtensions.has(extensionOf(filename)) || /(?:^|\/)(?:Dockerfile|Makefile|Jenkinsfile)$/i.test(filename);
