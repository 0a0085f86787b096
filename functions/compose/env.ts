/**
 * What the roles of targets in other accounts ask for besides the caller. Every function that reaches targets may be given it; without it none is sent.
 */
export const EXTERNAL_ID = 'EXTERNAL_ID';
