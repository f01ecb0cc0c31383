const style = `
:root { color-scheme: light dark; --ink: #0f172a; --muted: #64748b; --line: #e2e8f0; --panel: #f8fafc; --brand: #4f46e5; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --muted: #94a3b8; --line: #334155; --panel: #1e293b; --brand: #a5b4fc; --paper: #0f172a; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.7 system-ui, -apple-system, "Segoe UI", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; overflow-wrap: break-word; }
:lang(ko) { word-break: keep-all; }
main { max-width: 42rem; margin: 4rem auto; padding: 0 1.25rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2em 0 0.6em; text-wrap: balance; }
header h1 { font-size: 2.1rem; margin: 0 0 0.4rem; }
header p { margin: 0 0 2.5rem; color: var(--muted); font-size: 0.9rem; }
a { color: var(--brand); text-underline-offset: 0.15em; }
img { max-width: 100%; height: auto; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; overflow-x: auto; font-size: 0.875rem; line-height: 1.55; }
code { font-family: ui-monospace, "JetBrains Mono", Menlo, Consolas, monospace; }
:not(pre) > code { background: var(--panel); border-radius: 4px; padding: 0.1em 0.3em; font-size: 0.9em; }
blockquote { margin: 1.5rem 0; padding: 0 0 0 1rem; border-left: 3px solid var(--brand); color: var(--muted); }
table { display: block; overflow-x: auto; border-collapse: collapse; font-size: 0.95rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.5rem 0.75rem; text-align: left; vertical-align: top; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5rem 0; }
ul.contains-task-list { list-style: none; padding-left: 1.25rem; }
section.footnotes { border-top: 1px solid var(--line); margin-top: 3rem; font-size: 0.9rem; color: var(--muted); }
@media print { main { margin: 0 auto; } pre { white-space: pre-wrap; } }
`;

interface Head {
  title: string;
  day: string;
  language: string;
}

// It loads nothing by itself: pictures stay words until the reader opens their address.
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? "");

/** A page of HTML that needs no other file, around an article that is sanitised already. */
export const writePage = ({ title, day, language }: Head, article: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escape(title)}</h1>
<p>${day}</p>
</header>
${article}
</main>
</body>
</html>
`;
