import { OPTIONS_MAX, PROSE_MAX } from './limits.ts';
import { codePointLength } from './offsets.ts';
import { normaliseText, quoted } from './text.ts';

export type VariableType = 'BOOLEAN' | 'INTEGER' | 'TEXT' | 'CHOICE';

/** What a check needs of a project's variable. `options` counts for CHOICE alone. */
export type VariableDefinition = {
  type: VariableType;
  options?: readonly string[] | null;
  required?: boolean | null;
};

/** The fault of a statement's value for a variable, or null where it may be stored. */
export function checkValue(definition: VariableDefinition, value: unknown): string | null {
  if (value === null || value === undefined) {
    return definition.required ? 'The variable is required; give a value.' : null;
  }
  switch (definition.type) {
    case 'BOOLEAN':
      return typeof value === 'boolean' ? null : 'The variable is a boolean; give true or false.';
    case 'INTEGER':
      return Number.isSafeInteger(value)
        ? null
        : `The variable is an integer; give a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}.`;
    case 'TEXT':
      return textFault(value);
    case 'CHOICE':
      return choiceFault(definition.options ?? [], value);
  }
}

/** The fault of a variable's list of options, or null. */
export function checkOptions(
  type: VariableType,
  options: readonly string[] | null | undefined,
): string | null {
  const given = options ?? [];
  if (type !== 'CHOICE')
    return given.length > 0 ? `Only a choice has options; leave them out for ${type}.` : null;
  if (given.length === 0) return 'A choice needs options; give at least one.';
  if (given.length > OPTIONS_MAX)
    return `A choice has at most ${OPTIONS_MAX} options; these are ${given.length}: give fewer.`;
  if (given.some((option) => option.trim() === '')) return 'An option is empty; leave it out, or name it.';
  if (new Set(given).size < given.length) return 'An option stands twice; leave one out.';
  return null;
}

function textFault(value: unknown): string | null {
  if (typeof value !== 'string') return 'The variable is a text; give a string.';
  const length = codePointLength(value);
  if (length > PROSE_MAX) return `The text has ${length} code points; shorten it to ${PROSE_MAX}.`;
  const result = normaliseText(value);
  return 'fault' in result ? result.fault : null;
}

function choiceFault(options: readonly string[], value: unknown): string | null {
  if (typeof value === 'string' && options.includes(value)) return null;
  const shown = options.slice(0, 10).map(quoted).join(', ');
  const rest = options.length > 10 ? ` and ${options.length - 10} more` : '';
  return `The value is none of the variable's options; give one of ${shown}${rest}.`;
}
