/** The package brings no types of its own. */
declare module 'asl-validator' {
  interface StateMachineError {
    'Error code': string;
    Message: string;
  }
  function validate(definition: object): { isValid: boolean; errors: StateMachineError[] };
  export = validate;
}
