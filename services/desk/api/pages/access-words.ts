// What the page with everything held of a person says, in each language. A language that lacks a sentence does not compile.
import type { PageLanguage } from './page-language.js';

export interface AccessWords {
  readonly title: string;
  /** Ends before the name of the policy, which is a link. */
  readonly heldBy: (version: number) => string;
  readonly policy: string;
  readonly once: string;
  readonly keep: string;
  readonly nothing: string;
  readonly order: (orderId: string) => string;
  readonly deleted: string;
  readonly none: string;
  readonly photo: string;
  readonly whatFor: string;
  readonly usedFor: string;
  /** The link does not open: nobody is told why. */
  readonly gone: string;
  readonly again: string;
  /** What the policy says of a category, by its own words: other words than these are shown as they are, for the text in force is the English one. */
  readonly meanings: Readonly<Record<string, string>>;
}

const EN: AccessWords = {
  title: 'Your data',
  heldBy: (version) => `All that is held of you, by version ${version} of`,
  policy: 'the privacy policy',
  once: 'This page opens once: keep the file, or print it.',
  keep: 'Keep it as a file',
  nothing: 'There is nothing: no order of yours is known here any more.',
  order: (orderId) => `Order ${orderId}`,
  deleted: 'Deleted already:',
  none: 'none',
  photo: 'Photo of the case',
  whatFor: 'What it is for',
  usedFor: 'Used for:',
  gone: 'The link does not open any more',
  again: 'It opens once, and for a short time only. Ask for another one where you asked for this one.',
  meanings: {},
};

const DE: AccessWords = {
  title: 'Ihre Daten',
  heldBy: (version) => `Alles, was wir von Ihnen haben, nach Fassung ${version} der`,
  policy: 'Datenschutzerklärung',
  once: 'Diese Seite öffnet sich nur einmal: Bewahren Sie die Datei auf oder drucken Sie die Seite.',
  keep: 'Als Datei aufbewahren',
  nothing: 'Es gibt nichts: Wir kennen keine Bestellung mehr von Ihnen.',
  order: (orderId) => `Bestellung ${orderId}`,
  deleted: 'Schon gelöscht:',
  none: 'nichts',
  photo: 'Foto zum Fall',
  whatFor: 'Wozu wir es brauchen',
  usedFor: 'Gebraucht für:',
  gone: 'Der Link öffnet sich nicht mehr',
  again:
    'Er öffnet sich einmal und nur für kurze Zeit. Bitten Sie dort um einen neuen, wo Sie um diesen gebeten haben.',
  meanings: {
    'Names an order or tells when something happened to it, by number or keyed hash; names no person.':
      'Benennt eine Bestellung oder sagt, wann etwas mit ihr geschah, als Nummer oder Schlüsselhash; benennt keine Person.',
    'What was ordered, what it weighs and costs, which carrier and country; no name, no address.':
      'Was bestellt wurde, was es wiegt und kostet, welches Versandunternehmen und Land; kein Name, keine Anschrift.',
    'Name, address and contact of the recipient of the parcels.':
      'Name, Anschrift und Kontakt der Person, die die Pakete empfängt.',
    'How the shop reaches the customer about the order.': 'Wie der Shop Sie wegen der Bestellung erreicht.',
    'Records that match a payment with its order; never a full card number, never a security code.':
      'Nachweise, die eine Zahlung ihrer Bestellung zuordnen; nie eine ganze Kartennummer, nie eine Prüfziffer.',
    'Device, network and account age an order was placed from.':
      'Gerät, Netz und Alter des Kontos, von dem bestellt wurde.',
    'Photos and messages a customer sends in about an order.':
      'Fotos und Nachrichten, die Sie zu einer Bestellung geschickt haben.',
  },
};

const FR: AccessWords = {
  title: 'Vos données',
  heldBy: (version) => `Tout ce que nous avons de vous, selon la version ${version} de la`,
  policy: 'politique de confidentialité',
  once: 'Cette page ne s’ouvre qu’une fois : gardez le fichier ou imprimez la page.',
  keep: 'Garder sous forme de fichier',
  nothing: 'Il n’y a rien : nous ne connaissons plus aucune commande de vous.',
  order: (orderId) => `Commande ${orderId}`,
  deleted: 'Déjà effacé :',
  none: 'rien',
  photo: 'Photo du dossier',
  whatFor: 'À quoi cela sert',
  usedFor: 'Sert à :',
  gone: 'Le lien ne s’ouvre plus',
  again: 'Il s’ouvre une seule fois et pour peu de temps. Demandez-en un autre là où vous avez demandé celui-ci.',
  meanings: {
    'Names an order or tells when something happened to it, by number or keyed hash; names no person.':
      'Désigne une commande ou dit quand il lui est arrivé quelque chose, par numéro ou empreinte ; ne désigne personne.',
    'What was ordered, what it weighs and costs, which carrier and country; no name, no address.':
      'Ce qui a été commandé, son poids et son prix, le transporteur et le pays ; ni nom, ni adresse.',
    'Name, address and contact of the recipient of the parcels.':
      'Nom, adresse et coordonnées de la personne qui reçoit les colis.',
    'How the shop reaches the customer about the order.': 'Comment la boutique vous joint au sujet de la commande.',
    'Records that match a payment with its order; never a full card number, never a security code.':
      'Traces qui rattachent un paiement à sa commande ; jamais un numéro de carte entier, jamais un code de sécurité.',
    'Device, network and account age an order was placed from.':
      'L’appareil, le réseau et l’ancienneté du compte d’où la commande a été passée.',
    'Photos and messages a customer sends in about an order.':
      'Photos et messages que vous avez envoyés au sujet d’une commande.',
  },
};

const PT: AccessWords = {
  title: 'Os seus dados',
  heldBy: (version) => `Tudo o que temos sobre você, segundo a versão ${version} da`,
  policy: 'política de privacidade',
  once: 'Esta página só abre uma vez: guarde o arquivo ou imprima a página.',
  keep: 'Guardar como arquivo',
  nothing: 'Não há nada: já não conhecemos nenhum pedido seu.',
  order: (orderId) => `Pedido ${orderId}`,
  deleted: 'Já eliminado:',
  none: 'nada',
  photo: 'Foto do caso',
  whatFor: 'Para que serve',
  usedFor: 'Usado para:',
  gone: 'O link já não abre',
  again: 'Ele abre uma única vez e por pouco tempo. Peça outro onde você pediu este.',
  meanings: {
    'Names an order or tells when something happened to it, by number or keyed hash; names no person.':
      'Indica um pedido ou diz quando algo aconteceu com ele, por número ou hash com chave; não indica nenhuma pessoa.',
    'What was ordered, what it weighs and costs, which carrier and country; no name, no address.':
      'O que foi pedido, quanto pesa e custa, qual transportadora e país; nem nome, nem endereço.',
    'Name, address and contact of the recipient of the parcels.': 'Nome, endereço e contato de quem recebe os pacotes.',
    'How the shop reaches the customer about the order.': 'Como a loja fala com você sobre o pedido.',
    'Records that match a payment with its order; never a full card number, never a security code.':
      'Registros que ligam um pagamento ao seu pedido; nunca um número de cartão inteiro, nunca um código de segurança.',
    'Device, network and account age an order was placed from.':
      'O dispositivo, a rede e a idade da conta de onde o pedido foi feito.',
    'Photos and messages a customer sends in about an order.': 'Fotos e mensagens que você enviou sobre um pedido.',
  },
};

export const ACCESS_WORDS: Readonly<Record<PageLanguage, AccessWords>> = { en: EN, de: DE, fr: FR, pt: PT };
