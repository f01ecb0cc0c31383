import { PDFDocument } from "pdf-lib";
import type { PDFRef } from "pdf-lib";
import { Canvas } from "./canvas.ts";
import type { LoadFont } from "#engine/typeface";
import type { Face } from "./face.ts";
import type { Fonts } from "./fonts.ts";
import { gatherFonts } from "./fonts.ts";
import type { Mark } from "./outline.ts";
import { writeOutline } from "./outline.ts";
import { Resources } from "./resources.ts";
import { page, type } from "./style.ts";
import { Typesetter, clean } from "./text.ts";

const maker = "StackStage";

/** What a document says of itself. */
interface Colophon {
  title: string;
  /** What kind of document of ours it is; an article of somebody's own is none. */
  subject?: string;
  /** The dates in its metadata. */
  madeAt: Date;
  author?: string;
  language?: string;
}

/** The document being made: its pages, its fonts, its outline. */
export class Book {
  readonly typesetter: Typesetter;
  readonly #document: PDFDocument;
  readonly #colophon: Colophon;
  readonly #faces: readonly Face[];
  readonly #resources: Resources;
  readonly #canvases: Canvas[] = [];
  readonly #marks: Mark[] = [];

  private constructor(document: PDFDocument, fonts: Fonts, colophon: Colophon) {
    this.typesetter = new Typesetter(fonts);
    this.#document = document;
    this.#colophon = colophon;
    this.#faces = fonts.all;
    this.#resources = new Resources(document.context);
  }

  /** A book with the fonts that its content needs. */
  static async open(content: Colophon, loadFont: LoadFont): Promise<Book> {
    const document = await PDFDocument.create({ updateMetadata: false });
    describe(document, content);
    return new Book(document, await gatherFonts(JSON.stringify(content), loadFont), content);
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  addPage(orientation: "portrait" | "landscape"): Canvas {
    const size: [number, number] = orientation === "portrait" ? [page.short, page.long] : [page.long, page.short];
    const canvas = new Canvas(this.#document.addPage(size), this.typesetter, this.#resources);
    this.#canvases.push(canvas);
    return canvas;
  }

  mark(mark: Mark): void {
    this.#marks.push({ ...mark, title: clean(mark.title) });
  }

  pageNumber(ref: PDFRef): number {
    return this.#canvases.findIndex((canvas) => canvas.page.ref === ref) + 1;
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    for (const [index, canvas] of this.#canvases.entries()) {
      this.#drawFoot(canvas, index);
      canvas.finish();
    }
    this.#resources.write(this.#faces);
    writeOutline(this.#document, this.#marks);
    // In one go: pausing every few objects serves a browser's page, not a Worker.
    const saving = { addDefaultPage: false, updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY };
    return new Uint8Array(await this.#document.save(saving));
  }

  #drawFoot(canvas: Canvas, index: number): void {
    const y = canvas.height - 26;
    const right = canvas.width - page.margin;
    canvas.textEndingAt(`${index + 1} / ${this.#canvases.length}`, right, y, type.foot);
    if (index === 0) return;
    const { title, subject } = this.#colophon;
    const shown = subject === undefined ? title : `${maker} · ${title}`;
    canvas.text(this.typesetter.fit(shown, type.foot, right - page.margin - 80), page.margin, y, type.foot);
  }
}

/** All dates are the content's own: the same content always gives the same bytes. */
const describe = (document: PDFDocument, { title, subject, madeAt, author, language }: Colophon): void => {
  document.setTitle(clean(subject === undefined ? title : `${title}: ${subject}`), { showInWindowTitleBar: true });
  if (subject !== undefined) document.setSubject(clean(subject));
  document.setAuthor(clean(author ?? maker));
  document.setCreator(maker);
  document.setProducer(`${maker} (pdf-lib)`);
  document.setLanguage(language ?? "en");
  document.setCreationDate(madeAt);
  document.setModificationDate(madeAt);
};
