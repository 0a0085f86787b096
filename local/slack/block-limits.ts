type Json = Record<string, unknown>;
type Check = (value: unknown, path: string) => string[];

/**
 * What breaks Block Kit's limits, one line each as Slack words them; empty when all is well.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export function blockMistakes(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ['[ERROR] must be an array [json-pointer:/blocks]'];
  const tooMany = blocks.length > 50 ? ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'] : [];
  return [...tooMany, ...blocks.flatMap((block, index) => blockMistake(block, `/blocks/${index}`))];
}

function blockMistake(block: unknown, path: string): string[] {
  if (!isObject(block)) return [`[ERROR] must be an object [json-pointer:${path}]`];
  const type = String(block['type']);
  const check = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  if (!check) return [`[ERROR] unsupported type: ${type} [json-pointer:${path}/type]`];
  return [...optional(length(1, 255))(block['block_id'], `${path}/block_id`), ...check(block, path)];
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const length =
  (least: number, most: number): Check =>
  (value, path) => {
    if (typeof value !== 'string') return [`[ERROR] missing required field or not a string [json-pointer:${path}]`];
    if (value.length < least) return [`[ERROR] must be more than ${least - 1} characters [json-pointer:${path}]`];
    return value.length > most ? [`[ERROR] must be less than ${most + 1} characters [json-pointer:${path}]`] : [];
  };

const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? [] : check(value, path);

const text =
  (most: number, kinds = ['plain_text', 'mrkdwn']): Check =>
  (value, path) => {
    if (!isObject(value)) return [`[ERROR] missing required field [json-pointer:${path}]`];
    if (!kinds.includes(String(value['type'])))
      return [`[ERROR] must be of type ${kinds.join('|')} [json-pointer:${path}/type]`];
    return length(1, most)(value['text'], `${path}/text`);
  };

const list =
  (least: number, most: number, check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return [`[ERROR] missing required field [json-pointer:${path}]`];
    if (value.length < least) return [`[ERROR] no less than ${least} items allowed [json-pointer:${path}]`];
    if (value.length > most) return [`[ERROR] no more than ${most} items allowed [json-pointer:${path}]`];
    return value.flatMap((item, index) => check(item, `${path}/${index}`));
  };

const object =
  (fields: Record<string, Check>): Check =>
  (value, path) =>
    isObject(value)
      ? Object.entries(fields).flatMap(([name, check]) => check(value[name], `${path}/${name}`))
      : [`[ERROR] must be an object [json-pointer:${path}]`];

const style: Check = (value, path) =>
  value === 'primary' || value === 'danger' ? [] : [`[ERROR] must be primary or danger [json-pointer:${path}]`];

const PLAIN = ['plain_text'];

const image = object({ image_url: length(1, 3000), alt_text: length(1, 2000) });

const confirm = object({
  title: text(100, PLAIN),
  text: text(300),
  confirm: text(30, PLAIN),
  deny: text(30, PLAIN),
  style: optional(style),
});

const button = object({
  text: text(75, PLAIN),
  action_id: optional(length(1, 255)),
  value: optional(length(1, 2000)),
  url: optional(length(1, 3000)),
  style: optional(style),
  confirm: optional(confirm),
});

const elementOf =
  (kinds: Record<string, Check>): Check =>
  (value, path) => {
    const type = isObject(value) ? String(value['type']) : 'nothing';
    const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    return check ? check(value, path) : [`[ERROR] unsupported type: ${type} [json-pointer:${path}/type]`];
  };

/** Within a block no two elements have the same action: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const twice: Check = (elements, path) => {
  const ids = (Array.isArray(elements) ? elements : []).flatMap((each) =>
    isObject(each) ? (each['action_id'] ?? []) : [],
  );
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [`[ERROR] action_id ${id} already exists [json-pointer:${path}/${index}]`] : [],
  );
};

const textElement =
  (most: number): Check =>
  (value, path) =>
    text(most)(value, path);

const BLOCKS: Record<string, Check> = {
  divider: () => [],
  header: object({ text: text(150, PLAIN) }),
  image,
  context: object({
    elements: list(1, 10, elementOf({ image, plain_text: textElement(2000), mrkdwn: textElement(2000) })),
  }),
  actions: (value, path) => [
    ...object({ elements: list(1, 25, elementOf({ button })) })(value, path),
    ...twice((value as Json)['elements'], `${path}/elements`),
  ],
  section: (value, path) => {
    const section = value as Json;
    if (section['text'] === undefined && section['fields'] === undefined) {
      return [`[ERROR] missing required field: text or fields [json-pointer:${path}]`];
    }
    return object({
      text: optional(text(3000)),
      fields: optional(list(1, 10, text(2000))),
      accessory: optional(elementOf({ button, image })),
    })(section, path);
  },
};
