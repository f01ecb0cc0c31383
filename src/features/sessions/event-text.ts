/** The text of the `token` events of one turn, out of its server-sent events. */
export const textOfEvents = (): TransformStream<Uint8Array, Uint8Array> => {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (!line.startsWith("data: ")) continue;
        // Written by the session's own log.
        const event = JSON.parse(line.slice("data: ".length)) as {
          type: string;
          content?: string;
          role?: string;
          status?: string;
        };
        if (event.type === "token") controller.enqueue(encoder.encode(event.content));
        // Half a text that ended as a whole one does would be taken for it.
        else if (event.type === "message" && event.role === "assistant" && event.status === "incomplete")
          controller.error(new Error("The answer was cut off."));
      }
    },
  });
};
