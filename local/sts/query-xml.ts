const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

/** Values of a result by their names, nested as the service's model has them. */
export interface XmlTree {
  [name: string]: string | XmlTree;
}

/** `<AssumeRoleResponse><AssumeRoleResult>…`: a result as AWS's query protocol wraps it. */
export function resultXml(action: string, result: XmlTree): string {
  const body = `<${action}Result>${elements(result)}</${action}Result>`;
  return `<${action}Response ${NAMESPACE}>${body}${elements({ ResponseMetadata: requestId() })}</${action}Response>`;
}

export function errorXml(code: string, message: string): string {
  const error = { Error: { Type: 'Sender', Code: code, Message: message }, ...requestId() };
  return `<ErrorResponse ${NAMESPACE}>${elements(error)}</ErrorResponse>`;
}

const requestId = (): { RequestId: string } => ({ RequestId: crypto.randomUUID() });

const elements = (tree: XmlTree): string =>
  Object.entries(tree)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? escaped(value) : elements(value)}</${name}>`)
    .join('');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
