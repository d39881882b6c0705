// What stands around the published policy, in each language. The text itself and what changed in it are English everywhere: they are what is in force.
import type { PageLanguage } from './page-language.js';

export interface PolicyWords {
  readonly title: string;
  readonly history: string;
  readonly toHistory: string;
  readonly toCurrent: string;
  readonly holds: string;
  /** null: whoever reads it reads the text in force. */
  readonly binding: string | null;
  readonly version: (version: number) => string;
  readonly published: (at: string, by: string) => string;
  readonly inForce: string;
  /** Who published it, by role; others are named as they are. */
  readonly roles: Readonly<Record<string, string>>;
  readonly unread: string;
  readonly unchanged: string;
  readonly because: string;
}

const EN: PolicyWords = {
  title: 'Privacy policy',
  history: 'History of the privacy policy',
  toHistory: 'What changed, and when',
  toCurrent: 'The policy in force',
  holds: 'A new version holds everywhere within a second. What it withdraws is taken back from parcels under way.',
  binding: null,
  version: (version) => `Version ${version}`,
  published: (at, by) => `published ${at} by ${by}`,
  inForce: 'in force',
  roles: { 'privacy-officer': 'the privacy officer', program: 'the program', operator: 'an operator' },
  unread: 'Its rules are written in a form that this program does not read.',
  unchanged: 'The text and the rules stayed as they were, or began here.',
  because: 'because:',
};

const DE: PolicyWords = {
  title: 'Datenschutzerklärung',
  history: 'Fassungen der Datenschutzerklärung',
  toHistory: 'Was sich wann geändert hat',
  toCurrent: 'Die geltende Fassung',
  holds:
    'Eine neue Fassung gilt überall binnen einer Sekunde. Was sie nicht mehr erlaubt, wird auch von Paketen unterwegs zurückgenommen.',
  binding: 'Verbindlich ist der englische Text. Er steht hier, wie er gilt.',
  version: (version) => `Fassung ${version}`,
  published: (at, by) => `veröffentlicht am ${at} durch ${by}`,
  inForce: 'in Kraft',
  roles: { 'privacy-officer': 'die Datenschutzstelle', program: 'das Programm', operator: 'den Betrieb' },
  unread: 'Ihre Regeln sind in einer Form geschrieben, die dieses Programm nicht liest.',
  unchanged: 'Text und Regeln blieben, wie sie waren, oder begannen hier.',
  because: 'weil:',
};

const FR: PolicyWords = {
  title: 'Politique de confidentialité',
  history: 'Versions de la politique de confidentialité',
  toHistory: 'Ce qui a changé, et quand',
  toCurrent: 'La version en vigueur',
  holds:
    'Une nouvelle version s’applique partout en une seconde. Ce qu’elle ne permet plus est aussi retiré des colis en route.',
  binding: 'Le texte anglais fait foi. Il figure ici tel qu’il est en vigueur.',
  version: (version) => `Version ${version}`,
  published: (at, by) => `publiée le ${at} par ${by}`,
  inForce: 'en vigueur',
  roles: {
    'privacy-officer': 'le responsable de la protection des données',
    program: 'le programme',
    operator: 'l’exploitation',
  },
  unread: 'Ses règles sont écrites sous une forme que ce programme ne lit pas.',
  unchanged: 'Le texte et les règles sont restés tels quels, ou ont commencé ici.',
  because: 'parce que :',
};

const PT: PolicyWords = {
  title: 'Política de privacidade',
  history: 'Versões da política de privacidade',
  toHistory: 'O que mudou, e quando',
  toCurrent: 'A versão em vigor',
  holds:
    'Uma nova versão vale em toda parte em um segundo. O que ela já não permite é retirado também dos pacotes a caminho.',
  binding: 'O texto em inglês é o que vale. Ele aparece aqui como está em vigor.',
  version: (version) => `Versão ${version}`,
  published: (at, by) => `publicada em ${at} por ${by}`,
  inForce: 'em vigor',
  roles: {
    'privacy-officer': 'responsável pela proteção de dados',
    program: 'programa',
    operator: 'operação',
  },
  unread: 'As suas regras estão escritas em uma forma que este programa não lê.',
  unchanged: 'O texto e as regras ficaram como estavam, ou começaram aqui.',
  because: 'porque:',
};

export const POLICY_WORDS: Readonly<Record<PageLanguage, PolicyWords>> = { en: EN, de: DE, fr: FR, pt: PT };
