import type { FaultList } from '../../protocol/errors.ts';
import { EXTERNAL_IDS_MAX, LABEL_MAX, NAMES_MAX } from '../../protocol/limits.ts';
import { languageTag } from '../../protocol/language.ts';
import { line, optionalLine } from '../text.rule.ts';

export type NameInput = { name: string; language?: string | null };
export type ExternalIdInput = { scheme: 'WIKIDATA' | 'ISO_3166_1_ALPHA_3'; value: string };

const EXTERNAL_FORM = {
  WIKIDATA: { form: /^Q[1-9][0-9]{0,14}$/, help: 'A Wikidata id is Q and a number, such as Q132345.' },
  ISO_3166_1_ALPHA_3: {
    form: /^[A-Z]{3}$/,
    help: 'An ISO 3166-1 alpha-3 code has three capital letters, such as PRK.',
  },
};

/** Other names of an actor: cleaned, each once; the main name needs no repeating and is left out. */
export function checkNames(
  faults: FaultList,
  names: readonly NameInput[],
  mainName: string,
): { name: string; language: string | null }[] {
  if (names.length > NAMES_MAX)
    faults.add('names', `An actor has at most ${NAMES_MAX} names; leave some out.`, 'LIMIT');
  const checked = names.slice(0, NAMES_MAX).map((given, index) => ({
    name: line(faults, ['names', index, 'name'], given.name),
    language: checkLanguage(faults, ['names', index, 'language'], given.language),
  }));
  const once = new Map(checked.filter(({ name }) => name !== mainName).map((entry) => [entry.name, entry]));
  return [...once.values()];
}

/** A BCP 47 tag in its usual capitals, or null. */
export function checkLanguage(
  faults: FaultList,
  path: (string | number)[],
  tag: string | null | undefined,
): string | null {
  const given = optionalLine(faults, path, tag, 35);
  if (given === null || given === '') return null;
  const language = languageTag(given);
  if (language === null) {
    faults.add(
      path,
      `No language has the tag ${JSON.stringify(given)}; give one such as en, ja or zh-Hant (BCP 47).`,
    );
  }
  return language;
}

/** External ids, at most one a scheme, each in its scheme's form. */
export function checkExternalIds(faults: FaultList, ids: readonly ExternalIdInput[]): ExternalIdInput[] {
  if (ids.length > EXTERNAL_IDS_MAX) {
    faults.add('externalIds', `An actor has at most ${EXTERNAL_IDS_MAX} external ids.`, 'LIMIT');
  }
  const seen = new Set<string>();
  return ids.slice(0, EXTERNAL_IDS_MAX).map(({ scheme, value }, index) => {
    const path = ['externalIds', index];
    const checked = line(faults, [...path, 'value'], value, LABEL_MAX);
    if (checked && !EXTERNAL_FORM[scheme].form.test(checked))
      faults.add([...path, 'value'], EXTERNAL_FORM[scheme].help);
    if (seen.has(scheme))
      faults.add([...path, 'scheme'], 'An actor has one id in each scheme; leave one out.');
    seen.add(scheme);
    return { scheme, value: checked };
  });
}
