/**
 * Actions of a chart's template: what they print is not known here. Braces in the texts of an alert or a workflow
 * (`{{ $labels.pod }}`, `{{inputs.parameters.x}}`) are none.
 */
const action =
  /\{\{-?\s{0,20}(?:\(?\s{0,5}(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|\$\.Values\b|include\s|template\s+"|toYaml\b|tpl\s)|(?:if|range|with|define|block|else|end)\b)/;

/** Line of the first action of a Helm chart's template; `undefined` for a plain manifest. */
export const chartActionLine = (text: string): number | undefined => {
  const found = action.exec(text);
  return found === null ? undefined : text.slice(0, found.index).split("\n").length;
};
