// What people read for the names of data: categories, purposes, states and fields, in each language. Whatever has no row is made readable from its
// own name; a test tells when a field that the desk holds has none.
import { PAGE_LANGUAGES, type PageLanguage } from './page-language.js';

/** In the order of `PAGE_LANGUAGES`. */
type Row = readonly [string, string, string, string];

const CATEGORIES: Readonly<Record<string, Row>> = {
  'order-reference': ['Number and times', 'Nummer und Zeiten', 'Numéro et dates', 'Número e datas'],
  'order-content': ['What was ordered', 'Was bestellt wurde', 'Ce qui a été commandé', 'O que foi pedido'],
  shipping: ['Delivery', 'Lieferung', 'Livraison', 'Entrega'],
  contact: ['Contact', 'Kontakt', 'Contact', 'Contato'],
  payment: ['Payment', 'Zahlung', 'Paiement', 'Pagamento'],
  signals: ['Device and network', 'Gerät und Netz', 'Appareil et réseau', 'Dispositivo e rede'],
  account: ['Account', 'Konto', 'Compte', 'Conta'],
  'after-sales': ['Messages and photos', 'Nachrichten und Fotos', 'Messages et photos', 'Mensagens e fotos'],
};

const PURPOSES: Readonly<Record<string, Row>> = {
  'order-verification': [
    'checking the order',
    'Prüfung der Bestellung',
    'vérification de la commande',
    'verificação do pedido',
  ],
  'warehousing-and-shipping': [
    'picking and packing',
    'Kommissionieren und Packen',
    'préparation du colis',
    'separação e embalagem',
  ],
  'logistics-delivery': ['delivery', 'Zustellung', 'livraison', 'entrega'],
  'after-sales': ['returns and questions', 'Rückgaben und Fragen', 'retours et questions', 'devoluções e perguntas'],
  'fraud-control': ['fraud control', 'Schutz vor Betrug', 'lutte contre la fraude', 'prevenção de fraudes'],
  'order-notifications': [
    'news of the order',
    'Nachrichten zur Bestellung',
    'nouvelles de la commande',
    'avisos sobre o pedido',
  ],
};

const STATES: Readonly<Record<string, Row>> = {
  PLACED: ['Placed', 'Aufgegeben', 'Passée', 'Feito'],
  ACCEPTED: ['Accepted', 'Angenommen', 'Acceptée', 'Aceito'],
  HELD: ['On hold', 'Angehalten', 'En attente', 'Em espera'],
  REFUSED: ['Refused', 'Abgelehnt', 'Refusée', 'Recusado'],
  RELEASED: ['Being prepared', 'In Vorbereitung', 'En préparation', 'Em preparação'],
  HANDED_OVER: ['With the carrier', 'Beim Versandunternehmen', 'Chez le transporteur', 'Com a transportadora'],
  DELIVERED: ['Delivered', 'Zugestellt', 'Livrée', 'Entregue'],
  FINISHED: ['Finished', 'Abgeschlossen', 'Terminée', 'Concluído'],
};

const FIELDS: Readonly<Record<string, Row>> = {
  orderId: ['Order number', 'Bestellnummer', 'Numéro de commande', 'Número do pedido'],
  placedAt: ['Placed', 'Aufgegeben am', 'Passée le', 'Feito em'],
  paidAt: ['Paid', 'Bezahlt am', 'Payée le', 'Pago em'],
  cancelledAt: ['Cancelled', 'Storniert am', 'Annulée le', 'Cancelado em'],
  items: ['Items', 'Artikel', 'Articles', 'Itens'],
  sku: ['Item number', 'Artikelnummer', 'Référence de l’article', 'Código do item'],
  description: ['Description', 'Beschreibung', 'Description', 'Descrição'],
  quantity: ['Quantity', 'Menge', 'Quantité', 'Quantidade'],
  unitPrice: ['Price of one', 'Einzelpreis', 'Prix unitaire', 'Preço unitário'],
  weightGrams: ['Weight in grams', 'Gewicht in Gramm', 'Poids en grammes', 'Peso em gramas'],
  originCountry: ['Country of origin', 'Herkunftsland', 'Pays d’origine', 'País de origem'],
  hsCode: ['Customs tariff number', 'Zolltarifnummer', 'Code douanier', 'Código aduaneiro'],
  amount: ['Amount', 'Betrag', 'Montant', 'Valor'],
  currency: ['Currency', 'Währung', 'Devise', 'Moeda'],
  carrierId: ['Carrier', 'Versandunternehmen', 'Transporteur', 'Transportadora'],
  destinationCountry: ['Country of destination', 'Zielland', 'Pays de destination', 'País de destino'],
  recipientName: [
    'Name of the recipient',
    'Name der empfangenden Person',
    'Nom du destinataire',
    'Nome do destinatário',
  ],
  phone: ['Telephone number', 'Telefonnummer', 'Numéro de téléphone', 'Telefone'],
  email: ['E-mail address', 'E-Mail-Adresse', 'Adresse électronique', 'E-mail'],
  addressLines: ['Address', 'Anschrift', 'Adresse', 'Endereço'],
  city: ['Town', 'Ort', 'Ville', 'Cidade'],
  region: ['Region', 'Region', 'Région', 'Região'],
  postalCode: ['Postal code', 'Postleitzahl', 'Code postal', 'Código postal'],
  countryCode: ['Country', 'Land', 'Pays', 'País'],
  pickupPoint: ['Pick-up point', 'Abholort', 'Point de retrait', 'Ponto de retirada'],
  pointId: ['Number of the point', 'Nummer des Abholorts', 'Numéro du point', 'Número do ponto'],
  customerPostNumber: ['Your number at the point', 'Ihre Postnummer', 'Votre numéro client', 'O seu número de cliente'],
  serviceLevel: ['Kind of delivery', 'Versandart', 'Mode de livraison', 'Tipo de entrega'],
  locale: ['Language', 'Sprache', 'Langue', 'Idioma'],
  method: ['Means of payment', 'Zahlungsart', 'Moyen de paiement', 'Meio de pagamento'],
  reference: ['Reference of the payment', 'Zahlungsreferenz', 'Référence du paiement', 'Referência do pagamento'],
  cardLast4: [
    'Last four digits of the card',
    'Letzte vier Ziffern der Karte',
    'Quatre derniers chiffres de la carte',
    'Quatro últimos dígitos do cartão',
  ],
  customerId: ['Number of your account', 'Nummer Ihres Kontos', 'Numéro de votre compte', 'Número da sua conta'],
  signals: ['Device and network', 'Gerät und Netz', 'Appareil et réseau', 'Dispositivo e rede'],
  deviceId: ['Device', 'Gerät', 'Appareil', 'Dispositivo'],
  ipAddress: ['Network address (IP)', 'Netzadresse (IP)', 'Adresse réseau (IP)', 'Endereço de rede (IP)'],
  userAgent: ['Browser or app', 'Browser oder App', 'Navigateur ou application', 'Navegador ou aplicativo'],
  acceptLanguage: [
    'Languages of the browser',
    'Sprachen des Browsers',
    'Langues du navigateur',
    'Idiomas do navegador',
  ],
  accountCreatedAt: ['Account opened', 'Konto eröffnet am', 'Compte ouvert le', 'Conta aberta em'],
  asn: ['Number of the network', 'Nummer des Netzes', 'Numéro du réseau', 'Número da rede'],
  shipCountry: ['Country of delivery', 'Lieferland', 'Pays de livraison', 'País de entrega'],
  mailDomain: [
    'Provider of your e-mail address',
    'Anbieter Ihrer E-Mail-Adresse',
    'Fournisseur de votre adresse électronique',
    'Provedor do seu e-mail',
  ],
  mailDigits: [
    'Digits in your e-mail address',
    'Ziffern in Ihrer E-Mail-Adresse',
    'Chiffres dans votre adresse électronique',
    'Dígitos no seu e-mail',
  ],
  phonePrefix: [
    'First digits of the telephone number',
    'Erste Ziffern der Telefonnummer',
    'Premiers chiffres du téléphone',
    'Primeiros dígitos do telefone',
  ],
  emailHash: [
    'Keyed hash of the e-mail address',
    'Schlüsselhash der E-Mail-Adresse',
    'Empreinte de l’adresse électronique',
    'Hash com chave do e-mail',
  ],
  phoneHash: [
    'Keyed hash of the telephone number',
    'Schlüsselhash der Telefonnummer',
    'Empreinte du téléphone',
    'Hash com chave do telefone',
  ],
  addressHash: [
    'Keyed hash of the address',
    'Schlüsselhash der Anschrift',
    'Empreinte de l’adresse',
    'Hash com chave do endereço',
  ],
  caseRef: ['Case', 'Fall', 'Dossier', 'Caso'],
  entries: ['Messages and photos', 'Nachrichten und Fotos', 'Messages et photos', 'Mensagens e fotos'],
  from: ['From', 'Von', 'De', 'De'],
  sentAt: ['Sent', 'Gesendet am', 'Envoyé le', 'Enviado em'],
  text: ['Message', 'Nachricht', 'Message', 'Mensagem'],
};

const TERMS: Readonly<Record<string, Row>> = { ...FIELDS, ...CATEGORIES, ...STATES };

/** Of a category, a state or a field: `recipientName` → `Name of the recipient`. */
export const termOf = (name: string, language: PageLanguage): string => term(TERMS, name, language);
/** A purpose may be called like a category. */
export const purposeOf = (name: string, language: PageLanguage): string => term(PURPOSES, name, language);

export const hasTerm = (name: string): boolean => Object.hasOwn(TERMS, name);
export const hasPurpose = (name: string): boolean => Object.hasOwn(PURPOSES, name);

function term(rows: Readonly<Record<string, Row>>, name: string, language: PageLanguage): string {
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  return row?.[PAGE_LANGUAGES.indexOf(language)] ?? readable(name);
}

/** `someNewField` → `Some new field`. */
function readable(name: string): string {
  const words = (name.split('.').at(-1) ?? name)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
