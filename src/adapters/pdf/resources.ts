import type { PDFContext, PDFRef } from "pdf-lib";
import type { Face } from "./face.ts";
import { writeIcon } from "./icon.ts";

/** What the pages of one document share: fonts, icons, degrees of opacity. */
export class Resources {
  readonly ref: PDFRef;
  readonly #context: PDFContext;
  readonly #icons = new Map<string, { key: string; ref: PDFRef }>();
  readonly #opacities = new Map<string, { key: string; ref: PDFRef }>();

  constructor(context: PDFContext) {
    this.#context = context;
    this.ref = context.nextRef();
  }

  /** The name of an icon, drawn in a square of `iconSide`; it is written once, however often it is shown. */
  icon(id: string): string {
    const known = this.#icons.get(id);
    if (known !== undefined) return known.key;
    const key = `I${this.#icons.size}`;
    this.#icons.set(id, { key, ref: writeIcon(this.#context, id) });
    return key;
  }

  opacity(fill: number, stroke: number): string {
    const name = `${fill} ${stroke}`;
    const known = this.#opacities.get(name);
    if (known !== undefined) return known.key;
    const key = `G${this.#opacities.size}`;
    const state = this.#context.obj({ Type: "ExtGState", ca: fill, CA: stroke });
    this.#opacities.set(name, { key, ref: this.#context.register(state) });
    return key;
  }

  write(faces: readonly Face[]): void {
    const context = this.#context;
    const fonts = faces.filter(({ used }) => used).map((face) => [face.key, face.write(context)] as const);
    const refs = (entries: Iterable<{ key: string; ref: PDFRef }>): Record<string, PDFRef> =>
      Object.fromEntries(Array.from(entries, ({ key, ref }) => [key, ref]));
    context.assign(
      this.ref,
      context.obj({
        Font: Object.fromEntries(fonts),
        XObject: refs(this.#icons.values()),
        ExtGState: refs(this.#opacities.values()),
      }),
    );
  }
}
