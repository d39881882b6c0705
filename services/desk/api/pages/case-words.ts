// What the page says by which somebody writes into a case, in each language. A language that lacks a sentence does not compile.
import type { Filled, PhotoFault } from '#services/desk/steps/case-links';
import type { PageLanguage } from './page-language.js';

/** Why a form was not taken, or a link does not open. */
export type CaseTrouble = Exclude<Filled['kind'], 'filled' | 'photos-refused'> | 'too-large' | 'unreadable';

export interface CaseWords {
  readonly title: string;
  readonly codeIs: string;
  readonly goOn: string;
  readonly failed: string;
  readonly intro: (caseRef: string, until: string) => string;
  readonly free: string;
  readonly message: string;
  readonly photos: string;
  readonly photosHint: string;
  readonly send: string;
  readonly notTaken: string;
  readonly thanks: string;
  readonly taken: (caseRef: string) => string;
  readonly afterwards: string;
  readonly photo: (number: number) => string;
  readonly faults: Readonly<Record<PhotoFault['code'], string>>;
  readonly troubles: Readonly<Record<CaseTrouble, string>>;
}

const EN: CaseWords = {
  title: 'Write to us about your case',
  codeIs: 'Code behind the # of the address in your mail',
  goOn: 'Go on',
  failed: 'This did not work',
  intro: (caseRef, until) => `It is about case ${caseRef}. This page can be sent in once, until ${until}.`,
  free: 'Write as much or as little as you like. Please do not send card numbers or identity documents.',
  message: 'Your message',
  photos: 'Photos',
  photosHint:
    'Up to 5, JPEG, PNG or WebP, 12 MB each and 30 MB together. We remove place, camera and time before we keep them.',
  send: 'Send',
  notTaken: 'Not sent yet',
  thanks: 'Thank you',
  taken: (caseRef) => `What you sent is in case ${caseRef} now, encrypted. Customer service reads it there.`,
  afterwards:
    'We answer to your registered address. When the case is closed, your message and photos are deleted. You may close this page.',
  photo: (number) => `Photo ${number}`,
  faults: {
    PHOTO_TOO_LARGE: 'is larger than 12 MB.',
    PHOTO_KIND_UNKNOWN: 'is no photo that we can read. Choose a JPEG, PNG or WebP.',
    PHOTO_KIND_REFUSED: 'is in the format HEIC. Save it as JPEG, then choose it again.',
    PHOTO_UNREADABLE: 'is damaged, or not what it seems to be.',
  },
  troubles: {
    forged: 'This is no code of ours. Take the whole address as it stands in the mail.',
    expired: 'The link is over. Ask customer service for another one.',
    used: 'The link was used already: it works once. Ask customer service for another one if there is more to say.',
    closed: 'The case is closed, or everything about the order has been deleted. Nothing can be added any more.',
    empty: 'Write something, or choose a photo.',
    'text-too-long': 'The message is longer than 5,000 characters.',
    'too-many-photos': 'These are more than 5 photos.',
    full: 'The case has no room for so much. Send less, or answer the mail of customer service.',
    'too-large': 'All photos together are larger than 30 MB. Open the link in the mail again and choose fewer.',
    unreadable: 'The form did not arrive as a whole. Open the link in the mail again.',
  },
};

const DE: CaseWords = {
  title: 'Schreiben Sie uns zu Ihrem Fall',
  codeIs: 'Code hinter dem # der Adresse in Ihrer E-Mail',
  goOn: 'Weiter',
  failed: 'Das hat nicht geklappt',
  intro: (caseRef, until) => `Es geht um den Fall ${caseRef}. Diese Seite lässt sich einmal absenden, bis ${until}.`,
  free: 'Schreiben Sie so viel oder so wenig, wie Sie mögen. Bitte senden Sie keine Kartennummern oder Ausweise.',
  message: 'Ihre Nachricht',
  photos: 'Fotos',
  photosHint:
    'Bis zu 5, JPEG, PNG oder WebP, je 12 MB und zusammen 30 MB. Ort, Kamera und Zeit entfernen wir, bevor wir sie aufbewahren.',
  send: 'Absenden',
  notTaken: 'Noch nicht abgesendet',
  thanks: 'Vielen Dank',
  taken: (caseRef) =>
    `Was Sie geschickt haben, liegt nun verschlüsselt im Fall ${caseRef}. Der Kundendienst liest es dort.`,
  afterwards:
    'Wir antworten an Ihre hinterlegte Adresse. Ist der Fall abgeschlossen, werden Nachricht und Fotos gelöscht. Sie können diese Seite schließen.',
  photo: (number) => `Foto ${number}`,
  faults: {
    PHOTO_TOO_LARGE: 'ist größer als 12 MB.',
    PHOTO_KIND_UNKNOWN: 'ist kein Foto, das wir lesen können. Wählen Sie JPEG, PNG oder WebP.',
    PHOTO_KIND_REFUSED: 'hat das Format HEIC. Speichern Sie es als JPEG und wählen Sie es noch einmal.',
    PHOTO_UNREADABLE: 'ist beschädigt oder nicht, was es zu sein scheint.',
  },
  troubles: {
    forged: 'Das ist kein Code von uns. Nehmen Sie die ganze Adresse, wie sie in der E-Mail steht.',
    expired: 'Der Link ist abgelaufen. Bitten Sie den Kundendienst um einen neuen.',
    used: 'Der Link wurde schon benutzt: er gilt einmal. Bitten Sie den Kundendienst um einen neuen, wenn noch etwas zu sagen ist.',
    closed: 'Der Fall ist abgeschlossen, oder alles zur Bestellung ist gelöscht. Es kann nichts mehr dazukommen.',
    empty: 'Schreiben Sie etwas oder wählen Sie ein Foto.',
    'text-too-long': 'Die Nachricht ist länger als 5.000 Zeichen.',
    'too-many-photos': 'Das sind mehr als 5 Fotos.',
    full: 'Für so viel ist im Fall kein Platz. Schicken Sie weniger oder antworten Sie auf die E-Mail des Kundendienstes.',
    'too-large':
      'Alle Fotos zusammen sind größer als 30 MB. Öffnen Sie den Link in der E-Mail noch einmal und wählen Sie weniger.',
    unreadable: 'Das Formular kam nicht vollständig an. Öffnen Sie den Link in der E-Mail noch einmal.',
  },
};

const FR: CaseWords = {
  title: 'Écrivez-nous au sujet de votre dossier',
  codeIs: 'Code après le # de l’adresse dans votre courriel',
  goOn: 'Continuer',
  failed: 'Cela n’a pas fonctionné',
  intro: (caseRef, until) =>
    `Il s’agit du dossier ${caseRef}. Cette page peut être envoyée une seule fois, jusqu’au ${until}.`,
  free: 'Écrivez autant ou aussi peu que vous le souhaitez. N’envoyez ni numéro de carte ni pièce d’identité.',
  message: 'Votre message',
  photos: 'Photos',
  photosHint:
    'Jusqu’à 5, JPEG, PNG ou WebP, 12 Mo chacune et 30 Mo en tout. Le lieu, l’appareil et l’heure sont retirés avant que nous les gardions.',
  send: 'Envoyer',
  notTaken: 'Pas encore envoyé',
  thanks: 'Merci',
  taken: (caseRef) =>
    `Votre envoi se trouve maintenant, chiffré, dans le dossier ${caseRef}. Le service client le lit là.`,
  afterwards:
    'Nous répondons à votre adresse enregistrée. Une fois le dossier clos, votre message et vos photos sont effacés. Vous pouvez fermer cette page.',
  photo: (number) => `La photo ${number}`,
  faults: {
    PHOTO_TOO_LARGE: 'dépasse 12 Mo.',
    PHOTO_KIND_UNKNOWN: 'n’est pas une photo que nous savons lire. Choisissez un JPEG, PNG ou WebP.',
    PHOTO_KIND_REFUSED: 'est au format HEIC. Enregistrez-la en JPEG et choisissez-la de nouveau.',
    PHOTO_UNREADABLE: 'est abîmée, ou n’est pas ce qu’elle semble être.',
  },
  troubles: {
    forged: 'Ce code n’est pas de nous. Prenez l’adresse entière, telle qu’elle figure dans le courriel.',
    expired: 'Le lien a expiré. Demandez-en un autre au service client.',
    used: 'Le lien a déjà servi : il fonctionne une seule fois. Demandez-en un autre au service client si vous avez autre chose à dire.',
    closed: 'Le dossier est clos, ou tout ce qui concerne la commande a été effacé. Rien ne peut plus être ajouté.',
    empty: 'Écrivez quelque chose ou choisissez une photo.',
    'text-too-long': 'Le message dépasse 5 000 caractères.',
    'too-many-photos': 'Il y a plus de 5 photos.',
    full: 'Le dossier n’a pas assez de place. Envoyez-en moins ou répondez au courriel du service client.',
    'too-large': 'Les photos dépassent 30 Mo en tout. Ouvrez de nouveau le lien du courriel et choisissez-en moins.',
    unreadable: 'Le formulaire n’est pas arrivé entier. Ouvrez de nouveau le lien du courriel.',
  },
};

const PT: CaseWords = {
  title: 'Escreva-nos sobre o seu caso',
  codeIs: 'Código depois do # do endereço no seu e-mail',
  goOn: 'Continuar',
  failed: 'Não funcionou',
  intro: (caseRef, until) => `Trata-se do caso ${caseRef}. Esta página pode ser enviada uma única vez, até ${until}.`,
  free: 'Escreva tanto ou tão pouco quanto quiser. Não envie números de cartão nem documentos de identidade.',
  message: 'A sua mensagem',
  photos: 'Fotos',
  photosHint:
    'Até 5, JPEG, PNG ou WebP, 12 MB cada uma e 30 MB no total. Removemos o local, a câmera e a hora antes de as guardar.',
  send: 'Enviar',
  notTaken: 'Ainda não enviado',
  thanks: 'Obrigado',
  taken: (caseRef) => `O que você enviou está agora no caso ${caseRef}, cifrado. O atendimento lê lá.`,
  afterwards:
    'Respondemos para o seu endereço registrado. Quando o caso for encerrado, a mensagem e as fotos são eliminadas. Pode fechar esta página.',
  photo: (number) => `A foto ${number}`,
  faults: {
    PHOTO_TOO_LARGE: 'tem mais de 12 MB.',
    PHOTO_KIND_UNKNOWN: 'não é uma foto que saibamos ler. Escolha JPEG, PNG ou WebP.',
    PHOTO_KIND_REFUSED: 'está no formato HEIC. Salve-a como JPEG e escolha-a de novo.',
    PHOTO_UNREADABLE: 'está danificada ou não é o que parece.',
  },
  troubles: {
    forged: 'Este código não é nosso. Use o endereço inteiro, como está no e-mail.',
    expired: 'O link expirou. Peça outro ao atendimento.',
    used: 'O link já foi usado: funciona uma única vez. Peça outro ao atendimento se houver mais a dizer.',
    closed: 'O caso está encerrado, ou tudo sobre o pedido foi eliminado. Nada mais pode ser acrescentado.',
    empty: 'Escreva algo ou escolha uma foto.',
    'text-too-long': 'A mensagem tem mais de 5.000 caracteres.',
    'too-many-photos': 'São mais de 5 fotos.',
    full: 'O caso não tem lugar para tanto. Envie menos ou responda ao e-mail do atendimento.',
    'too-large': 'As fotos juntas têm mais de 30 MB. Abra de novo o link do e-mail e escolha menos.',
    unreadable: 'O formulário não chegou inteiro. Abra de novo o link do e-mail.',
  },
};

export const CASE_WORDS: Readonly<Record<PageLanguage, CaseWords>> = { en: EN, de: DE, fr: FR, pt: PT };
