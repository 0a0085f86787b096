/** A request as the edge hands it over: header names in lower case, the body as the very bytes that were signed. */
export interface EdgeRequest {
  method: string;
  headers: Record<string, string | undefined>;
  /** Undefined: the body was announced as base64 and is not. */
  body: Uint8Array | undefined;
}

/** What the content type is called, without its parameters. */
export const contentType = ({ headers }: Pick<EdgeRequest, 'headers'>): string | undefined =>
  headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';
