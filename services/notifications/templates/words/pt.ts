import { caseNumberOf } from '#services/notifications/domain/notice';
import type { Words } from '../words.js';

export const PT: Words = {
  greeting: 'Olá,',
  footer: (orderId) =>
    `Esta mensagem diz respeito ao pedido ${orderId}. Não contém publicidade e não verifica se você a lê.`,
  openLink: 'Confirmar que fui eu',
  writeLink: 'Escrever ou enviar fotos',
  fields: {
    recipientName: 'o nome de quem recebe',
    phone: 'o seu número de telefone',
    email: 'o seu e-mail',
    address: 'o seu endereço',
  },
  rights: {
    access: 'o acesso aos seus dados',
    correction: 'a correção dos seus dados',
    deletion: 'a eliminação dos seus dados',
    deactivation: 'a desativação da sua conta',
    authorisation: 'a entrega de alguns dos seus dados a alguém que autorizar',
  },
  requestStages: {
    received: 'Recebemos a sua solicitação. Você terá a nossa resposta em três dias úteis.',
    'under-way':
      'Você confirmou que a solicitação é sua. Estamos trabalhando nela e respondemos em três dias úteis após o recebimento.',
    answered: 'Respondemos à sua solicitação e fizemos o que pediu.',
    refused: 'Não pudemos atender à sua solicitação. Escreva-nos com o número acima e diremos o motivo.',
  },
  caseStages: {
    received: 'Recebemos a sua mensagem e vamos analisá-la.',
    answered: 'Há uma resposta à sua mensagem.',
    closed: 'O seu caso foi encerrado. As mensagens e fotos que você enviou serão eliminadas em breve.',
  },
  messages: {
    'order-accepted': (_, { orderId }) => ({
      subject: `Recebemos o seu pedido ${orderId}`,
      paragraphs: ['Obrigado, o seu pedido chegou. Escreveremos de novo quando um pacote estiver a caminho.'],
    }),
    'order-refused': (_, { orderId }) => ({
      subject: `O seu pedido ${orderId} não pode ser atendido`,
      paragraphs: [
        'Algo no pedido não está como precisa estar e não podemos enviá-lo. Por favor, faça-o de novo na loja.',
      ],
    }),
    'order-on-hold': ({ asksFor }, { orderId, list }) => ({
      subject: `O seu pedido ${orderId} precisa de algo seu`,
      paragraphs: [
        `Para a entrega, a transportadora precisa de: ${list(asksFor.map((field) => PT.fields[field]))}.`,
        'Complete o pedido na sua conta da loja, por favor. Depois ele segue sozinho.',
      ],
    }),
    'order-cancelled': (_, { orderId }) => ({
      subject: `O seu pedido ${orderId} foi cancelado`,
      paragraphs: ['O pedido foi cancelado. Nada mais será enviado.'],
    }),
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `O seu pacote do pedido ${orderId} está a caminho${part(parcel, parcels)}`,
      paragraphs: [`A ${carrier} está com o seu pacote${part(parcel, parcels)}.`],
    }),
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `O seu pacote do pedido ${orderId} foi entregue${part(parcel, parcels)}`,
      paragraphs: [`A ${carrier} entregou o seu pacote${part(parcel, parcels)}.`],
    }),
    'parcel-returned': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `O seu pacote do pedido ${orderId} voltou${part(parcel, parcels)}`,
      paragraphs: [
        `A ${carrier} não conseguiu entregar o seu pacote${part(parcel, parcels)} e o trouxe de volta para nós.`,
      ],
    }),
    'parcel-lost': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `O seu pacote do pedido ${orderId} foi extraviado${part(parcel, parcels)}`,
      paragraphs: [
        `A ${carrier} não encontra o seu pacote${part(parcel, parcels)}. Lamentamos. A loja resolverá com você.`,
      ],
    }),
    'after-sales-update': (notice, { orderId, time }) =>
      notice.stage === 'invited'
        ? {
            subject: `Um link para nos escrever sobre o seu caso ${caseNumberOf(notice.reference)}`,
            paragraphs: [
              `Você nos procurou por causa do pedido ${orderId}. Se quiser, envie-nos uma mensagem ou fotos: é voluntário e não precisa de conta.`,
              `O link funciona uma única vez, até ${time(notice.validUntil)}. O local, a câmera e a hora de uma foto são removidos antes de a guardarmos.`,
            ],
          }
        : {
            subject: `Novidades do seu caso ${notice.reference}`,
            paragraphs: [`Trata-se do pedido ${orderId}.`, PT.caseStages[notice.stage]],
          },
    'privacy-request-update': ({ right, stage, reference }) => ({
      subject: `A sua solicitação ${reference}`,
      paragraphs: [`Assunto: ${PT.rights[right]}.`, PT.requestStages[stage]],
    }),
    'identity-confirmation': ({ right, reference, validUntil }, { time }) => ({
      subject: `Foi você? Solicitação ${reference}`,
      paragraphs: [
        `Alguém nos pediu ${PT.rights[right]}. Antes de fazer qualquer coisa, pedimos que confirme que foi você.`,
        `O link funciona uma única vez, até ${time(validUntil)}. Se não foi você, não faça nada: nada acontecerá.`,
      ],
    }),
    'data-erased': ({ reference }, { orderId }) => ({
      subject: `Os seus dados do pedido ${orderId} estão sendo eliminados`,
      paragraphs: [
        `Como você pediu (solicitação ${reference}), eliminamos agora o que temos deste pedido.`,
        'Esta é a nossa última mensagem: depois dela não conheceremos mais o seu endereço.',
      ],
    }),
  },
  texts: {
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Pedido ${orderId}: a ${carrier} está com o seu pacote${part(parcel, parcels)}.`,
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Pedido ${orderId}: a ${carrier} entregou o seu pacote${part(parcel, parcels)}.`,
  },
};
