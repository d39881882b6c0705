// What a mail to the official mailbox asks for, by its words. Only a clear wish is understood; everything else goes to a person.

export const RIGHTS = ['access', 'correction', 'deletion', 'deactivation'] as const;
export type Right = (typeof RIGHTS)[number];

export interface ReadMail {
  readonly subject: string;
  readonly text: string;
}

/**
 * Beginnings of words, lower case, without accents; each a right of its own in English, German, French, Portuguese and Spanish.
 * A phrase of several words counts where they follow one another with at most three words between.
 */
const PHRASES: Readonly<Record<Right, readonly string[]>> = {
  access: [
    'access my data',
    'access to my',
    'copy of my',
    'what data',
    'which data',
    'subject access',
    'auskunft',
    'welche daten',
    'kopie meiner daten',
    'einsicht',
    'acces a mes',
    'droit d acces',
    'copie de mes',
    'quelles donnees',
    'acesso aos meus',
    'copia dos meus',
    'quais dados',
    'acceso a mis',
    'copia de mis',
  ],
  correction: [
    'correct my',
    'correction',
    'rectif',
    'wrong address',
    'update my',
    'change my address',
    'berichtig',
    'korrig',
    'falsche adresse',
    'adresse andern',
    'corriger',
    'modifier mon adresse',
    'corrigir',
    'correcao',
    'retific',
    'alterar meu endereco',
    'corregir',
  ],
  deletion: [
    'delete my',
    'deletion',
    'erase my',
    'erasure',
    'remove my data',
    'forget me',
    'losch',
    'effac',
    'supprim',
    'apagar',
    'exclu',
    'eliminar',
    'eliminacao',
    'borrar',
    'suprimir',
  ],
  deactivation: [
    'deactivat',
    'close my account',
    'konto schliessen',
    'konto stilllegen',
    'deaktivier',
    'desactiv',
    'desativ',
    'fermer mon compte',
    'cloturer mon compte',
    'encerrar minha conta',
    'cerrar mi cuenta',
  ],
};

/** Null: no right is named, or several are: then a person reads it. The subject decides if it is clear. */
export function rightOf({ subject, text }: ReadMail): Right | null {
  return clearRight(plain(subject)) ?? clearRight(plain(ownWords(text)));
}

const MOST_CANDIDATES = 20;
/** An order number has a digit; shops write them with letters and hyphens, too. */
const CANDIDATE =
  /(?<![\p{L}\p{N}._@/-])(?=[\p{L}-]*\d)[A-Za-z0-9](?:[A-Za-z0-9_-]{2,62})[A-Za-z0-9](?![\p{L}\p{N}@])/gu;

/** What may be numbers of orders, subject first; which of them are is looked up elsewhere. */
export function orderCandidates({ subject, text }: ReadMail): readonly string[] {
  const found = `${subject}\n${ownWords(text)}`.match(CANDIDATE) ?? [];
  return [...new Set(found)].slice(0, MOST_CANDIDATES);
}

function clearRight(words: string): Right | null {
  const named = RIGHTS.filter((right) => PHRASES[right].some((phrase) => contains(words, phrase)));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function contains(words: string, phrase: string): boolean {
  const [first = '', ...others] = phrase.split(' ');
  // Words between may be "all of the": the phrase still says the same.
  const pattern = [first, ...others].join('\\p{L}*(?: \\p{L}+){0,3} ');
  return new RegExp(`(?:^| )${pattern}`, 'u').test(words);
}

/** Without what is quoted from an earlier mail, which may well be ours. */
function ownWords(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) =>
    /^(?:-- ?$|_{5,}|-{3,} ?\p{L}|(?:On|Am|Le|Em|El) .{4,120}:$)/u.test(line.trim()),
  );
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .filter((line) => !line.startsWith('>'))
    .join('\n');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
