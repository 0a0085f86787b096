/** The shortcodes that functions/notify uses, and what Slack shows for them. */
export const EMOJI: Readonly<Record<string, string>> = {
  alarm_clock: '⏰',
  black_square_for_stop: '⏹️',
  double_vertical_bar: '⏸️',
  fast_forward: '⏩',
  hammer_and_wrench: '🛠️',
  hourglass_flowing_sand: '⏳',
  mag: '🔍',
  no_entry: '⛔',
  rewind: '⏪',
  rotating_light: '🚨',
  ship: '🚢',
  wastebasket: '🗑️',
  white_check_mark: '✅',
  x: '❌',
};
