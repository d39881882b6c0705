// What the pages say by which somebody confirms a request, in each language. A language that lacks a sentence does not compile.
import type { LinkSays } from '#services/desk/steps/confirm-request';
import { type RequestKind, STAY_REASONS, type StayReason } from '#services/desk/domain/requests/subject-request';
import type { PageLanguage } from './page-language.js';

export interface ConfirmWords {
  readonly title: string;
  readonly codeIs: string;
  readonly goOn: string;
  readonly failed: string;
  readonly request: (number: string, ask: string) => string;
  readonly asks: Readonly<Record<RequestKind, string>>;
  readonly yes: string;
  readonly notYou: string;
  readonly authorises: (thirdParty: string, days: number) => string;
  readonly withdrawable: string;
  readonly thanks: string;
  readonly workedOn: (number: string, day: string) => string;
  readonly deleted: (orders: number, all: number) => string;
  readonly stays: (why: string) => string;
  readonly stayReasons: Readonly<Record<StayReason, string>>;
  readonly says: Readonly<Record<Exclude<LinkSays['kind'], 'open'>, string>>;
}

const EN: ConfirmWords = {
  title: 'Confirm your request',
  codeIs: 'Code behind the # of the address in your mail',
  goOn: 'Go on',
  failed: 'This did not work',
  request: (number, ask) => `Request ${number}: you ask to ${ask}`,
  asks: {
    ACCESS: 'see all data that is held of you.',
    DELETION: 'have your data deleted, as far as it is not needed any more. There is no way back.',
    CORRECTION: 'have your data corrected.',
    DEACTIVATION: 'have your account closed, and what is not needed of it deleted. There is no way back.',
    AUTHORISATION: 'let somebody have some of your data.',
    UNCLEAR: 'have somebody read what you wrote.',
  },
  yes: 'Yes, this is my wish',
  notYou: 'If you did not ask for it, close this page: then nothing happens.',
  authorises: (thirdParty, days) => `${thirdParty} will have this of one order, for ${days} days:`,
  withdrawable: 'You may withdraw it at any time.',
  thanks: 'Thank you',
  workedOn: (number, day) => `Your request ${number} is being worked on. It is answered before ${day}.`,
  deleted: (orders, all) => `Orders that are being deleted: ${orders} of ${all}.`,
  stays: (why) => `What stays: ${why}`,
  stayReasons: STAY_REASONS,
  says: {
    forged: 'This is no code of ours. Take the whole address as it stands in the mail.',
    expired: 'The link is over. Write to us again to get another one.',
    used: 'The link was used already: it works once.',
    early: 'The request is not here yet. Try again in a minute.',
    erased: 'Everything about this order has been deleted already. There is nothing left to ask for.',
  },
};

const DE: ConfirmWords = {
  title: 'Bestätigen Sie Ihr Anliegen',
  codeIs: 'Code hinter dem # der Adresse in Ihrer E-Mail',
  goOn: 'Weiter',
  failed: 'Das hat nicht geklappt',
  request: (number, ask) => `Anliegen ${number}: Sie möchten ${ask}`,
  asks: {
    ACCESS: 'alle Daten sehen, die wir von Ihnen haben.',
    DELETION:
      'Ihre Daten löschen lassen, soweit sie nicht mehr gebraucht werden. Das lässt sich nicht rückgängig machen.',
    CORRECTION: 'Ihre Daten berichtigen lassen.',
    DEACTIVATION:
      'Ihr Konto schließen und davon löschen lassen, was nicht mehr gebraucht wird. Das lässt sich nicht rückgängig machen.',
    AUTHORISATION: 'jemandem einige Ihrer Daten geben lassen.',
    UNCLEAR: 'dass jemand liest, was Sie geschrieben haben.',
  },
  yes: 'Ja, das möchte ich',
  notYou: 'Wenn Sie nicht darum gebeten haben, schließen Sie diese Seite: dann geschieht nichts.',
  authorises: (thirdParty, days) => `${thirdParty} erhält dies von einer Bestellung, für ${days} Tage:`,
  withdrawable: 'Sie können es jederzeit widerrufen.',
  thanks: 'Vielen Dank',
  workedOn: (number, day) => `Ihr Anliegen ${number} wird bearbeitet. Sie erhalten die Antwort vor dem ${day}.`,
  deleted: (orders, all) => `Bestellungen, die gelöscht werden: ${orders} von ${all}.`,
  stays: (why) => `Was bleibt: ${why}`,
  stayReasons: {
    ORDER_UNDER_WAY:
      'Die Bestellung ist nicht abgeschlossen: ohne ihre Daten ließe sie sich nicht zustellen, zurücknehmen oder erstatten. Bald nach ihrem Ende wird sie von selbst gelöscht.',
    PAYMENT_RECONCILIATION:
      'Die Bestellung ist bezahlt und nicht abgeschlossen: der Nachweis der Zahlung bleibt, bis sie verbucht oder erstattet ist. Bald nach dem Ende der Bestellung wird er von selbst gelöscht.',
  },
  says: {
    forged: 'Das ist kein Code von uns. Nehmen Sie die ganze Adresse, wie sie in der E-Mail steht.',
    expired: 'Der Link ist abgelaufen. Schreiben Sie uns noch einmal, dann bekommen Sie einen neuen.',
    used: 'Der Link wurde schon benutzt: er gilt einmal.',
    early: 'Das Anliegen ist noch nicht hier. Versuchen Sie es in einer Minute noch einmal.',
    erased: 'Alles zu dieser Bestellung ist schon gelöscht. Es gibt nichts mehr, worum man bitten könnte.',
  },
};

const FR: ConfirmWords = {
  title: 'Confirmez votre demande',
  codeIs: 'Code après le # de l’adresse dans votre courriel',
  goOn: 'Continuer',
  failed: 'Cela n’a pas fonctionné',
  request: (number, ask) => `Demande ${number} : vous souhaitez ${ask}`,
  asks: {
    ACCESS: 'voir toutes les données que nous avons de vous.',
    DELETION: 'faire effacer vos données, dans la mesure où elles ne sont plus nécessaires. C’est définitif.',
    CORRECTION: 'faire rectifier vos données.',
    DEACTIVATION: 'fermer votre compte et faire effacer ce qui n’en est plus nécessaire. C’est définitif.',
    AUTHORISATION: 'laisser quelqu’un recevoir certaines de vos données.',
    UNCLEAR: 'que quelqu’un lise ce que vous avez écrit.',
  },
  yes: 'Oui, c’est ma volonté',
  notYou: 'Si vous n’avez rien demandé, fermez cette page : il ne se passera rien.',
  authorises: (thirdParty, days) => `${thirdParty} recevra ceci d’une commande, pendant ${days} jours :`,
  withdrawable: 'Vous pouvez le retirer à tout moment.',
  thanks: 'Merci',
  workedOn: (number, day) => `Votre demande ${number} est en cours. Vous aurez la réponse avant le ${day}.`,
  deleted: (orders, all) => `Commandes en cours d’effacement : ${orders} sur ${all}.`,
  stays: (why) => `Ce qui reste : ${why}`,
  stayReasons: {
    ORDER_UNDER_WAY:
      'La commande n’est pas terminée : sans ses données, elle ne pourrait être ni livrée, ni reprise, ni remboursée. Elle est effacée d’elle-même peu après sa fin.',
    PAYMENT_RECONCILIATION:
      'La commande est payée et n’est pas terminée : la trace du paiement reste jusqu’à son rapprochement ou son remboursement. Elle est effacée d’elle-même peu après la fin de la commande.',
  },
  says: {
    forged: 'Ce code n’est pas de nous. Prenez l’adresse entière, telle qu’elle figure dans le courriel.',
    expired: 'Le lien a expiré. Écrivez-nous de nouveau pour en recevoir un autre.',
    used: 'Le lien a déjà servi : il fonctionne une seule fois.',
    early: 'La demande n’est pas encore arrivée ici. Réessayez dans une minute.',
    erased: 'Tout ce qui concerne cette commande a déjà été effacé. Il n’y a plus rien à demander.',
  },
};

const PT: ConfirmWords = {
  title: 'Confirme a sua solicitação',
  codeIs: 'Código depois do # do endereço no seu e-mail',
  goOn: 'Continuar',
  failed: 'Não funcionou',
  request: (number, ask) => `Solicitação ${number}: você pede para ${ask}`,
  asks: {
    ACCESS: 'ver todos os dados que temos sobre você.',
    DELETION: 'eliminar os seus dados, na medida em que já não são necessários. Não há como voltar atrás.',
    CORRECTION: 'corrigir os seus dados.',
    DEACTIVATION: 'encerrar a sua conta e eliminar o que dela já não é necessário. Não há como voltar atrás.',
    AUTHORISATION: 'deixar alguém receber alguns dos seus dados.',
    UNCLEAR: 'que alguém leia o que você escreveu.',
  },
  yes: 'Sim, é o que quero',
  notYou: 'Se não foi você que pediu, feche esta página: nada acontecerá.',
  authorises: (thirdParty, days) => `${thirdParty} receberá isto de um pedido, durante ${days} dias:`,
  withdrawable: 'Você pode retirar a autorização a qualquer momento.',
  thanks: 'Obrigado',
  workedOn: (number, day) => `A sua solicitação ${number} está em andamento. Você terá a resposta antes de ${day}.`,
  deleted: (orders, all) => `Pedidos que estão sendo eliminados: ${orders} de ${all}.`,
  stays: (why) => `O que fica: ${why}`,
  stayReasons: {
    ORDER_UNDER_WAY:
      'O pedido não está concluído: sem os seus dados não poderia ser entregue, devolvido ou reembolsado. É eliminado por si logo depois do fim.',
    PAYMENT_RECONCILIATION:
      'O pedido está pago e não está concluído: o registro do pagamento fica até ser conciliado ou reembolsado. É eliminado por si logo depois do fim do pedido.',
  },
  says: {
    forged: 'Este código não é nosso. Use o endereço inteiro, como está no e-mail.',
    expired: 'O link expirou. Escreva-nos de novo para receber outro.',
    used: 'O link já foi usado: funciona uma única vez.',
    early: 'A solicitação ainda não chegou aqui. Tente de novo daqui a um minuto.',
    erased: 'Tudo sobre este pedido já foi eliminado. Não há mais nada a pedir.',
  },
};

export const CONFIRM_WORDS: Readonly<Record<PageLanguage, ConfirmWords>> = { en: EN, de: DE, fr: FR, pt: PT };
