import type { Rule } from "./asks.ts";
import { amountIn, literal, placeOf, shortenedPlace, when, wordsIn } from "./asks.ts";

const bare = (said: string): string => said.replaceAll(/^[\s"'“”:,]+|[\s"'“”,.]+$/g, "").trim();

const korean: Rule[] = [
  when(new RegExp(String.raw`(?:제목|타이틀)[은는을를이]?\s*(${literal})`, "u"), ({ reveal }, title) => ({
    do: "setTitle",
    title: reveal(title),
  })),
  when(/(?:제목|타이틀)[은는을를이]?\s*(.+?)\s*(?:으로|로)\s*(?:바꿔|바꾸|변경|수정|해)/u, (_, title) => ({
    do: "setTitle",
    title: bare(title),
  })),
  when(/(?:다른|새|새로운|더 좋은|더 나은)\s*제목/u, () => ({ do: "findTitle" })),
  when(/목차/u, ({ text }) =>
    /삭제|빼|지워|제거/u.test(text) ? { do: "removeSection", place: "목차" } : { do: "contents" },
  ),
  when(
    new RegExp(String.raw`(${literal})[은는을를이가]?\s*(${literal})(?:으로|로)\s*(?:바꿔|바꾸|변경|교체|대체)`, "u"),
    ({ reveal }, from, to) => ({ do: "replace", from: reveal(from), to: reveal(to) }),
  ),
  when(/(?:출처|참고 ?문헌|인용 ?표시)[은는을를]?\s*(?:모두|전부|다)?\s*(?:삭제|빼|지워|제거|없애)/u, () => ({
    do: "removeKind",
    kind: "sources",
    place: undefined,
  })),
  when(
    /(링크|이미지|그림|사진|코드|표|인용문?|굵은 글씨|이모지)[은는을를]?\s*(?:모두|전부|다)?\s*(?:삭제|빼|지워|제거|없애)/u,
    (_, said) => {
      const kind = said.startsWith("링크")
        ? "links"
        : /이미지|그림|사진/u.test(said)
          ? "images"
          : said === "코드"
            ? "code"
            : said === "표"
              ? "tables"
              : said.startsWith("인용")
                ? "quotes"
                : said === "이모지"
                  ? "emoji"
                  : "bold";
      return { do: "removeKind", kind, place: undefined };
    },
  ),
  when(
    /^(.+?)\s*(?:섹션|부분|단락|항목|절)?[은는을를]?\s*(?:모두|전부)?\s*(?:삭제|빼|지워|제거|없애)/u,
    ({ reveal }, place) => ({ do: "removeSection", place: reveal(bare(place)) }),
  ),
  when(
    /^(?:(.+?)[은는을를]?\s+)??(?:번호 ?(?:매긴 )?목록|목록|글머리 ?(?:기호|표)?|불릿(?: ?포인트)?|리스트)\s*(?:형식|형태)?(?:으로|로)?/u,
    ({ text, reveal }, place) => ({
      do: "list",
      place: placeOf(bare(place), reveal),
      ordered: text.includes("번호"),
    }),
  ),
  when(/요약(?:문|을|본)?.*?(?:추가|넣|붙|작성|써)/u, ({ text }) => ({
    do: "summarise",
    heading: "요약",
    position: /끝|마지막/u.test(text) ? "end" : "top",
  })),
  when(/(?:결론|맺음말|마무리)[을를은]?.*?(?:추가|넣|붙|작성|써)/u, () => ({ do: "conclude" })),
  when(
    /^(.+?)\s*(?:에 ?대한|에 ?관한|관련|에 대해)\s*(?:섹션|부분|단락|내용|항목|절|이야기|문단)?[을를도]?\s*(?:더\s*)?(?:추가|넣|작성|써|만들|포함|설명)/u,
    ({ text, reveal }, subject) =>
      /내용|설명|더/u.test(text)
        ? { do: "lengthen", place: undefined, subject: reveal(bare(subject)), prefer: undefined, words: undefined }
        : { do: "addSection", subject: reveal(bare(subject)), position: undefined },
  ),
  when(/^(.+?)\s*(?:섹션|항목|절)[을를도]?\s*(?:추가|넣|작성|만들)/u, ({ reveal }, subject) => ({
    do: "addSection",
    subject: reveal(bare(subject)),
    position: undefined,
  })),
  when(/번역|영어로|한국어로|태국어로/u, () => ({
    do: "refuse",
    why: "A translation needs a language model; none is set up.",
  })),
  when(
    /^(?:(.+?)[은는을를이가]?\s+)??(?:(?:조금|좀|더|훨씬|반으로|절반으로|\d+\s*단어로|간단히|간략하게)\s*)*(?:짧게|짧아|줄여|줄이|줄일|간결|간략|요약해|축약)/u,
    ({ text, reveal }, place) => ({
      do: "shorten",
      place: shortenedPlace(bare(place).replace(/^(?:더|좀|조금|훨씬|반으로?|절반으로?)$/u, ""), reveal),
      to: amountIn(text),
    }),
  ),
  when(
    /^(?:(.+?)[은는을를이가]?\s+)??(?:(?:조금|좀|더|훨씬)\s*)*(?:길게|늘려|늘리|자세히|자세하게|상세|구체적|확장)/u,
    ({ text, reveal }, place) => ({
      do: "lengthen",
      place: placeOf(bare(place).replace(/^(?:더|좀|조금|훨씬|(?:예시?)(?:[를을] 들어서?)?)$/u, ""), reveal),
      subject: undefined,
      prefer: /예시|예를/u.test(text) ? "examples" : undefined,
      words: wordsIn(text),
    }),
  ),
  when(/(?:말투|어조|톤|격식|친근|재미있|딱딱|부드럽|존댓말|반말)/u, () => ({
    do: "refuse",
    why: "A change of tone needs a language model; none is set up.",
  })),
  when(/(?:문법|맞춤법|오타)/u, () => ({
    do: "refuse",
    why: "Correcting the language needs a language model; none is set up.",
  })),
  when(/(?:다시 써|고쳐|다듬|쉽게|개선)/u, () => ({
    do: "refuse",
    why: "Rewording needs a language model; none is set up.",
  })),
  when(/(?:실행 ?취소|되돌려|되돌리)/u, () => ({
    do: "refuse",
    why: "Undo and redo are the editor's: they go back to the version before, or forward again.",
  })),
];

const thai: Rule[] = [
  when(
    new RegExp(String.raw`(?:ชื่อเรื่อง|หัวเรื่อง|หัวข้อหลัก|ชื่อบทความ|เปลี่ยนชื่อ|ตั้งชื่อ)\D{0,20}?(${literal})`, "u"),
    ({ reveal }, title) => ({ do: "setTitle", title: reveal(title) }),
  ),
  when(/(?:ชื่อเรื่อง|หัวเรื่อง|ชื่อบทความ|เปลี่ยนชื่อ|ตั้งชื่อ)\s*(?:ให้)?เป็น\s*(.+)$/u, (_, title) => ({
    do: "setTitle",
    title: bare(title),
  })),
  when(/(?:ชื่อเรื่อง|หัวเรื่อง|ชื่อบทความ).*?(?:ใหม่|อื่น|ดีกว่า)/u, () => ({ do: "findTitle" })),
  when(/สารบัญ/u, ({ text }) =>
    /ลบ|ตัด|เอา.*ออก/u.test(text) ? { do: "removeSection", place: "สารบัญ" } : { do: "contents" },
  ),
  when(
    new RegExp(String.raw`(?:เปลี่ยน|แทนที่|แทน)\s*(?:คำว่า)?\s*(${literal})\s*(?:เป็น|ด้วย)\s*(?:คำว่า)?\s*(${literal})`, "u"),
    ({ reveal }, from, to) => ({ do: "replace", from: reveal(from), to: reveal(to) }),
  ),
  when(/(?:ลบ|ตัด|เอา)\s*(?:รายการ)?(?:แหล่งที่มา|แหล่งอ้างอิง|อ้างอิง)/u, () => ({
    do: "removeKind",
    kind: "sources",
    place: undefined,
  })),
  when(/(?:ลบ|เอา)\s*(ลิงก์|ลิงค์|รูป|ภาพ|โค้ด|ตาราง|ตัวหนา|อีโมจิ)/u, (_, said) => ({
    do: "removeKind",
    kind: said.startsWith("ลิง")
      ? "links"
      : /รูป|ภาพ/u.test(said)
        ? "images"
        : said === "โค้ด"
          ? "code"
          : said === "ตาราง"
            ? "tables"
            : said === "ตัวหนา"
              ? "bold"
              : "emoji",
    place: undefined,
  })),
  when(
    /^(?:ลบ|เอา|ตัด)\s*(?:ส่วน|หัวข้อ|ตอน)?\s*(?:ของ|เรื่อง|ที่เกี่ยวกับ|เกี่ยวกับ)?\s*(.+?)(?:ออก|ทิ้ง)?(?:ไป)?$/u,
    ({ reveal }, place) => ({ do: "removeSection", place: reveal(bare(place)) }),
  ),
  when(/(?:รายการ|หัวข้อย่อย|ลิสต์|บุลเล็ต|เป็นข้อ)/u, ({ text }) => ({
    do: "list",
    place: undefined,
    ordered: /ลำดับ|เลข/u.test(text),
  })),
  when(/(?:เพิ่ม|ใส่|เขียน)\s*(?:บท)?สรุป(.*)$/u, ({ text }, rest) =>
    /ท้าย|ตอนจบ|บทสรุป/u.test(rest + text) ? { do: "conclude" } : { do: "summarise", heading: "สรุป", position: "top" },
  ),
  when(
    /(?:เพิ่ม|ใส่|เขียน)\s*(?:ส่วน|หัวข้อ|ตอน|ย่อหน้า|เนื้อหา)\s*(?:ใหม่)?\s*(?:ที่)?(?:เกี่ยวกับ|เรื่อง|ว่าด้วย)\s*(.+)$/u,
    ({ reveal }, subject) => ({ do: "addSection", subject: reveal(bare(subject)), position: undefined }),
  ),
  when(/แปล|เป็นภาษา/u, () => ({ do: "refuse", why: "A translation needs a language model; none is set up." })),
  when(/สั้น|ย่อ(?!หน้า)|กระชับ|สรุป/u, ({ text, reveal }) => {
    const [, place = ""] = /(?:ทำให้|ทำ|ย่อ)\s*(?:ส่วน|หัวข้อ)?\s*(.+?)\s*(?:ให้)?สั้น/u.exec(text) ?? [];
    return { do: "shorten", place: placeOf(place.replace(/^(?:มัน|นี้|ให้)$/u, ""), reveal), to: amountIn(text) };
  }),
  when(/ยาวขึ้น|ให้ยาว|ละเอียด|ขยาย|รายละเอียดเพิ่ม|เพิ่มรายละเอียด|เพิ่มตัวอย่าง/u, ({ text, reveal }) => {
    const [, subject = ""] = /(?:เกี่ยวกับ|เรื่อง)\s*(.+)$/u.exec(text) ?? [];
    return {
      do: "lengthen",
      place: undefined,
      subject: reveal(bare(subject)) || undefined,
      prefer: text.includes("ตัวอย่าง") ? "examples" : undefined,
      words: wordsIn(text),
    };
  }),
  when(/น้ำเสียง|โทน|ทางการ|เป็นกันเอง|สนุก|ตลก|สุภาพ/u, () => ({
    do: "refuse",
    why: "A change of tone needs a language model; none is set up.",
  })),
  when(/ไวยากรณ์|คำผิด|สะกด/u, () => ({
    do: "refuse",
    why: "Correcting the language needs a language model; none is set up.",
  })),
  when(/เขียนใหม่|ปรับปรุง|แก้ไข|อ่านง่าย|เข้าใจง่าย/u, () => ({
    do: "refuse",
    why: "Rewording needs a language model; none is set up.",
  })),
];

/** How Korean and Thai wishes are read, in this order. */
export const asianRules: readonly Rule[] = [
  (clause) =>
    /\p{Script=Hangul}/u.test(clause.text)
      ? korean.map((read) => read(clause)).find((ask) => ask !== undefined)
      : undefined,
  (clause) =>
    /\p{Script=Thai}/u.test(clause.text)
      ? thai.map((read) => read(clause)).find((ask) => ask !== undefined)
      : undefined,
];
